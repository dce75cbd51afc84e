// J K (or arrows) walk the rows of [data-list-keys]; Enter opens, X ticks, other keys press the row's verb ([data-row-key="KeyC"]).
(() => {
  "use strict";
  const typing = (element) => element.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  const rowsOf = (list) => [...list.querySelectorAll("tbody > tr, :scope > li")].filter((row) => !row.hidden);

  const listFor = (target) => target.closest("[data-list-keys]") || document.querySelector("[data-list-keys]");

  const move = (list, step) => {
    const rows = rowsOf(list);
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.dataset.here !== undefined);
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
    rows.forEach((row) => delete row.dataset.here);
    next.dataset.here = "";
    const link = next.querySelector("[data-open], a, button, input");
    link?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.shortcuts === "off" || typing(event.target) || document.querySelector("dialog[open]")) return;
    const list = listFor(event.target);
    if (!list) return;
    const inside = list.contains(event.target);
    const step = event.code === "KeyJ" || (inside && event.code === "ArrowDown") ? 1 : event.code === "KeyK" || (inside && event.code === "ArrowUp") ? -1 : 0;
    if (step) {
      event.preventDefault();
      move(list, step);
      return;
    }
    const here = list.querySelector("[data-here]");
    if (!here) return;
    if (event.code === "KeyX") here.querySelector("input[type=checkbox]")?.click();
    else if (event.code === "Enter" && !event.target.matches("a, button, summary")) here.querySelector("[data-open]")?.click();
    else here.querySelector(`[data-row-key="${event.code}"]`)?.click();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-list-keys] tbody > tr, [data-list-keys] > li");
    if (!row) return;
    rowsOf(row.closest("[data-list-keys]")).forEach((other) => delete other.dataset.here);
    row.dataset.here = "";
  });
})();
