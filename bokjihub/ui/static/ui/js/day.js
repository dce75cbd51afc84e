// A native calendar beside each day field, and quick choices (내일, +7) that fill it. The text field is what is sent.
(() => {
  "use strict";
  const WORDS = { 오늘: 0, 내일: 1, 모레: 2, 글피: 3 };
  const official = (day) => `${day.getFullYear()}. ${day.getMonth() + 1}. ${day.getDate()}.`;
  const weekday = (day) => "일월화수목금토"[day.getDay()];

  // Today is the office's, also on a computer whose zone is set to another country's.
  const office = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Seoul", year: "numeric", month: "2-digit", day: "2-digit" });

  const later = (days) => {
    const day = new Date(`${office.format(new Date())}T12:00:00`);
    day.setDate(day.getDate() + days);
    return day;
  };

  const understood = (text) => {
    const words = text.trim();
    if (words in WORDS) return later(WORDS[words]);
    const plus = /^([+-]\d{1,4})일?$/.exec(words);
    if (plus) return later(Number(plus[1]));
    const full = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(words);
    if (!full) return null;
    const day = new Date(Number(full[1]), Number(full[2]) - 1, Number(full[3]), 12);
    return day.getMonth() === Number(full[2]) - 1 ? day : null;
  };

  const read = (input) => {
    const day = understood(input.value);
    if (day) input.value = official(day);
    const place = input.parentElement.querySelector(".day-reading");
    if (place) place.textContent = day ? `${weekday(day)}요일` : "";
  };

  const dress = (input) => {
    if (input.dataset.dressed !== undefined) return;
    input.dataset.dressed = "";
    const picker = document.createElement("input");
    picker.type = "date";
    picker.className = "input input-day-picker";
    picker.setAttribute("aria-label", "달력에서 고르기");
    picker.addEventListener("change", () => {
      const [year, month, day] = picker.value.split("-").map(Number);
      if (!year) return;
      input.value = official(new Date(year, month - 1, day, 12));
      read(input);
    });
    const place = document.createElement("output");
    place.className = "day-reading";
    input.after(picker, place);
    read(input);
  };

  const dressAll = () => document.querySelectorAll("input[data-day]").forEach(dress);
  document.addEventListener("DOMContentLoaded", dressAll);
  document.addEventListener("htmx:afterSettle", dressAll);
  document.addEventListener("change", (event) => event.target.matches?.("input[data-day]") && read(event.target));
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-day-set]");
    const input = chip && document.getElementById(chip.dataset.dayFor);
    if (!input) return;
    input.value = chip.dataset.daySet;
    read(input);
  });
})();
