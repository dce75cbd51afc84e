// Keeps the focus through htmx swaps: same id, else the fragment's [data-focus], else its heading. Error summaries take it on load.
(() => {
  "use strict";
  let remembered = null;

  const give = (element) => {
    if (!element) return false;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: false });
    return true;
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const active = document.activeElement;
    const target = event.detail.target;
    remembered = active && target && target.contains(active) ? { id: active.id, name: active.getAttribute("name") } : null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const fragment = event.detail.elt;
    const asked = fragment.matches?.("[data-focus]") ? fragment : fragment.querySelector?.("[data-focus]");
    if (!remembered && !asked) return;
    const same = remembered?.id && document.getElementById(remembered.id);
    give(asked) || give(same) || give(fragment.querySelector?.("h1, h2, h3"));
    remembered = null;
  });

  document.addEventListener("DOMContentLoaded", () => give(document.querySelector(".error-summary[data-focus]")));
})();
