// Choosing a result fills the proposed next date (#next-dates: [{result, day}]) until somebody types another one.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const source = document.getElementById("next-dates");
    const box = document.getElementById("id_next_on");
    if (!source || !box) return;
    const days = Object.fromEntries(JSON.parse(source.textContent).map((row) => [row.result, row.day]));
    let filled = box.value;
    document.addEventListener("change", (event) => {
      const day = event.target.name === "result" && days[event.target.value];
      if (!day || (box.value && box.value !== filled)) return;
      const [year, month, date] = day.split("-").map(Number);
      box.value = filled = `${year}. ${month}. ${date}.`;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
