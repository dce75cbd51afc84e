// 방문 주간판: drag a visit to another hour, day or person; the server says at once whether it may stand there and which rule
// forbids it. With a card in focus: arrows move it, P pins, Z takes the last move back. Without script the card opens its page.
(() => {
  "use strict";
  const PAUSE = 90; // ms over one place before the server is asked
  const board = () => document.getElementById("week");
  const half = (cell, y) => {
    const box = cell.getBoundingClientRect();
    return `${cell.dataset.hour}:${y - box.top > box.height / 2 ? "30" : "00"}`;
  };
  const people = (card, row) => {
    if (row === card.dataset.from) return card.dataset.goers.split(",");
    if (board().dataset.view === "pair") return row.split(",");
    return card.dataset.goers.split(",").map((one) => (one === card.dataset.from ? row : one));
  };
  const wish = (card, on, at, row) => {
    const [lead, ...companions] = people(card, row);
    return { was: card.dataset.was, planned_on: on, planned_at: at, lead, companions, monday: board().dataset.monday, view: board().dataset.view };
  };

  let lifted = null;
  let over = "";
  let waits = 0;
  let asked = 0;

  const clear = () => document.querySelectorAll(".week-cell[data-over]").forEach((cell) => { delete cell.dataset.over; delete cell.dataset.answer; });
  const ask = async (card, cell, at) => {
    const turn = ++asked;
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(wish(card, cell.dataset.day, at, cell.dataset.row))) [value].flat().forEach((one) => query.append(name, one));
    const answer = await fetch(`${card.dataset.check}?${query}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (turn !== asked || !answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const verdict = page.querySelector("[data-verdict]");
    if (!verdict || turn !== asked) return;
    document.getElementById("verdict")?.replaceChildren(document.importNode(verdict, true));
    cell.dataset.answer = verdict.dataset.verdict;
  };
  const send = (card, values, url = card.dataset.move) => {
    asked += 1;
    return htmx.ajax("POST", url, { target: "#week", swap: "outerHTML", values });
  };

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-visit]");
    if (!card) return;
    lifted = card;
    card.dataset.lifted = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  document.addEventListener("dragend", () => {
    clear();
    if (lifted) delete lifted.dataset.lifted;
    lifted = null;
    over = "";
  });
  document.addEventListener("dragover", (event) => {
    const cell = lifted && event.target.closest?.(".week-cell");
    if (!cell) return;
    event.preventDefault();
    const at = half(cell, event.clientY);
    const place = `${cell.dataset.row} ${cell.dataset.day} ${at}`;
    if (place === over) return;
    over = place;
    clear();
    cell.dataset.over = at;
    clearTimeout(waits);
    const card = lifted;
    waits = setTimeout(() => ask(card, cell, at), PAUSE);
  });
  document.addEventListener("drop", (event) => {
    const cell = lifted && event.target.closest?.(".week-cell");
    if (!cell) return;
    event.preventDefault();
    clearTimeout(waits);
    send(lifted, wish(lifted, cell.dataset.day, half(cell, event.clientY), cell.dataset.row));
  });

  const day = (iso, step) => {
    const at = new Date(`${iso}T12:00:00`);
    do at.setDate(at.getDate() + step); while (at.getDay() === 0 || at.getDay() === 6);
    const two = (n) => String(n).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  };
  const clock = (text, step) => {
    const [hours, minutes] = text.split(":").map(Number);
    const at = hours * 60 + minutes + step;
    return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
  };
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -30], ArrowDown: [0, 30] };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const card = event.target.closest?.("[data-visit]");
    if (event.code === "KeyZ" && board()?.contains(event.target)) {
      const undo = document.querySelector("#week [data-undo]");
      if (undo) { event.preventDefault(); undo.requestSubmit(); }
      return;
    }
    if (!card) return;
    const step = STEPS[event.code];
    if (step) {
      event.preventDefault();
      const on = step[0] ? day(card.dataset.on, step[0]) : card.dataset.on;
      send(card, wish(card, on, clock(card.dataset.at, step[1]), card.dataset.from));
    } else if (event.code === "KeyP") {
      event.preventDefault();
      send(card, { monday: board().dataset.monday, view: board().dataset.view }, card.dataset.pin);
    }
  });

  // After a move the same visit keeps the focus, so that arrows can go on.
  document.addEventListener("htmx:afterSettle", () => {
    const here = board()?.dataset.here;
    if (here) document.querySelector(`#week [data-visit="${CSS.escape(here)}"]`)?.focus();
  });
})();
