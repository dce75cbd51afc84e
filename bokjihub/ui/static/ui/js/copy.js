// Copies a field to the clipboard: [data-copy="id"]; in a [data-copy-list] the keys 1–9 press the n-th button.
(() => {
  "use strict";
  const say = (text, level = "success") => document.dispatchEvent(new CustomEvent("bokji:say", { detail: { text, level } }));

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    const label = button.closest(".copy-row")?.querySelector(".copy-label")?.textContent || "값";
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      button.closest(".copy-row")?.setAttribute("data-copied", "");
      say(`복사했습니다: ${label}`);
    } catch {
      select(source);
      say(`‘${label}’을 골라 두었습니다. Ctrl+C를 눌러 주세요.`, "info");
    }
  });

  document.addEventListener("keydown", (event) => {
    const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (!number || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.shortcuts === "off" || event.target.matches("input, textarea, select")) return;
    const button = document.querySelectorAll("[data-copy-list] [data-copy]")[Number(number) - 1];
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
})();
