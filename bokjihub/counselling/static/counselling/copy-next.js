// In a [data-copy-list] the Enter key copies the next field that was not copied yet, in the order of the form.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.shortcuts === "off") return;
    const here = event.target;
    const inList = here === document.body || here.id === "main" || here.closest?.("[data-copy-list]");
    if (!inList) return;
    const next = document.querySelector("[data-copy-list] .copy-row:not([data-copied]) [data-copy]");
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  });
})();
