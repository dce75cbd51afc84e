// Commas while typing and the 만원 reading under a money field. The server reads the same words (parse_won).
(() => {
  "use strict";
  const reading = (amount) => {
    const parts = [];
    const eok = Math.floor(amount / 1e8), man = Math.floor((amount % 1e8) / 1e4), ones = amount % 1e4;
    if (eok) parts.push(`${eok.toLocaleString("ko-KR")}억`);
    if (man) parts.push(`${man.toLocaleString("ko-KR")}만`);
    if (ones || !parts.length) parts.push(ones.toLocaleString("ko-KR"));
    return `${parts.join(" ")}원`;
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches?.("input[data-won]") || event.isComposing) return;
    const plain = input.value.replace(/[,\s]/g, "");
    const place = input.closest(".field")?.querySelector(".money-reading");
    if (!/^\d{1,15}$/.test(plain)) {
      if (place) place.textContent = "";
      return;
    }
    const right = input.value.length - input.selectionStart;
    input.value = Number(plain).toLocaleString("ko-KR");
    const caret = Math.max(0, input.value.length - right);
    input.setSelectionRange(caret, caret);
    if (place) place.textContent = reading(Number(plain));
  });
})();
