// Opens and closes native dialogs: [data-dialog-open="id"], [data-dialog-close], and fragments that arrive with [data-dialog-now].
(() => {
  "use strict";
  const openNow = (root) => root.querySelectorAll?.("dialog[data-dialog-now]:not([open])").forEach((dialog) => dialog.showModal());

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  });

  document.addEventListener("bokji:close-dialog", () => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));
  document.addEventListener("htmx:afterSettle", () => openNow(document));
  document.addEventListener("DOMContentLoaded", () => openNow(document));
})();
