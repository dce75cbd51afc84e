// Two minutes before the login ends: a dialog to go on (<dialog id="idle" data-idle-minutes data-idle-keep>). Drafts are saved by draft.js.
(() => {
  "use strict";
  const WARN_BEFORE = 2 * 60 * 1000;
  const dialog = document.getElementById("idle");
  if (!dialog) return;
  const limit = Number(dialog.dataset.idleMinutes) * 60 * 1000;
  let last = Date.now();
  const touched = () => { last = Date.now(); };

  // Every answer of the server renews the login: pages, fragments, drafts.
  document.addEventListener("htmx:afterRequest", touched);
  document.addEventListener("bokji:draft-saved", touched);

  const keep = async () => {
    const answer = await fetch(dialog.dataset.idleKeep, { credentials: "same-origin", redirect: "manual" });
    if (answer.ok) touched();
    else location.reload();
  };
  dialog.addEventListener("close", keep);

  setInterval(() => {
    const left = limit - (Date.now() - last);
    if (left <= 0) location.reload();
    else if (left <= WARN_BEFORE && !dialog.open) dialog.showModal();
  }, 5000);
})();
