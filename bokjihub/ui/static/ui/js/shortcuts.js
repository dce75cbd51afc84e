// Keys that work everywhere. The physical key counts (event.code), so the Korean input method does not matter.
(() => {
  "use strict";
  const off = () => document.documentElement.dataset.shortcuts === "off";
  const typing = (element) =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  const seen = (element) => element.getClientRects().length > 0;

  const use = (element) => {
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
    if (element.matches("summary")) element.parentElement.querySelector("a, button")?.focus();
  };

  const save = (element) => {
    const form = element.closest("form");
    const button = form?.querySelector("button.button-primary, button[type=submit]");
    if (form && form.dataset.noKey === undefined) form.requestSubmit(button && button.form === form ? button : undefined);
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save(event.target);
      return;
    }
    if (event.code === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      if (event.target.id === "find") event.target.blur();
      return;
    }
    if (off() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const scope = document.querySelector("dialog[open]") || document;
    if (event.code === "Slash" && event.shiftKey) {
      document.getElementById("shortcut-list")?.showModal();
      event.preventDefault();
      return;
    }
    const number = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    const wanted = number ? `[data-number-key="${number}"]` : `[data-key="${event.code}"]`;
    const found = [...scope.querySelectorAll(wanted)].find(seen);
    if (found && !event.shiftKey) {
      event.preventDefault();
      use(found);
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
