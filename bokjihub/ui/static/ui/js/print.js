// [data-print] opens the print dialog of the browser.
(() => {
  "use strict";
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
})();
