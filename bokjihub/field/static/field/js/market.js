// 이동상담 without network: three taps a person, the day's figures on the spot, the last one taken back within five minutes.
import { uuid7 } from "./bytes.js";
import { copyOf, fill, readForm, say, show, warn } from "./draw.js";
import { finish, openSheet, today } from "./day.js";
import { guarded, once } from "./visit.js";

const HELPS = new Set(["물품", "신청 도움", "예약", "긴급"]); // as the server counts 도움
const UNDO = 5 * 60 * 1000;

export const openMarket = async (id) => {
  const day = today()?.markets.find((one) => one.id === id);
  if (!day) { location.hash = ""; return; }
  const sheet = await openSheet(id, { users: day.users, helped: day.helped, won: day.won, last: null });
  const node = fill(copyOf("market"), { place: day.place });
  show(node, "이동상담");
  const form = document.querySelector("#stage form");
  figures(sheet);
  form.addEventListener("input", () => { form.querySelector("[data-named]").hidden = readForm(form).call !== "yes"; });
  const view = { id, sheet, form };
  form.addEventListener("submit", (event) => { event.preventDefault(); void once(view, next); });
  form.addEventListener("click", (event) => { if (event.target.closest("[data-do=undo]")) void once(view, undo); });
};

const figures = (sheet) => {
  const words = { users: `${sheet.users}명`, helped: `도움 ${sheet.helped}`, won: `이은 돈 ${sheet.won.toLocaleString("ko-KR")}원` };
  fill(document.getElementById("stage"), words);
  document.querySelector("[data-do=undo]").hidden = !sheet.last || Date.now() - sheet.last.at > UNDO;
};

// The figures on top count what is kept: they move when the device has it, and not before.
const next = async (view) => {
  const { id, sheet, form } = view;
  const told = readForm(form);
  const won = Number(told.linked_won || 0);
  const call = told.call === "yes";
  if (!told.needs.length || !told.answer) { warn("무엇을, 어떻게를 하나씩 골라 주세요."); return; }
  if (!Number.isInteger(won) || won < 0) { warn("이은 돈은 숫자로 적어 주세요."); return; }
  if (call && !(told.name.trim() && told.phone.trim() && told.agrees)) { warn("다시 연락을 원하시면 이름과 전화를 적고, 연락해도 좋다는 동의를 받아 주세요."); return; }
  warn("");
  const key = uuid7();
  const helped = HELPS.has(told.answer) || won > 0 ? 1 : 0;
  const person = call ? { name: told.name.trim(), phone: told.phone.trim(), agrees: true } : {};
  const after = { users: sheet.users + 1, helped: sheet.helped + helped, won: sheet.won + won, last: call ? null : { key, at: Date.now(), helped, won } };
  const data = { needs: told.needs, answer: told.answer, linked_won: won, funding: told.funding ?? "", ...person };
  await counted(view, after, { kind: "market.contact", subject: id, key, data }, `${after.users}명째 적었습니다.`);
};

const undo = async (view) => {
  const { key, helped, won } = view.sheet.last;
  const { sheet } = view;
  const after = { users: sheet.users - 1, helped: sheet.helped - helped, won: sheet.won - won, last: null };
  await counted(view, after, { kind: "market.undo", subject: view.id, data: { contact: key } }, "방금 적은 것을 되돌렸습니다.");
};

// Kept, then shown; the form is empty for the next one, who is asked from the top.
const counted = ({ id, sheet, form }, after, write, words) => guarded(async () => {
  await finish(id, { ...sheet, ...after }, [write]);
  Object.assign(sheet, after);
  form.reset();
  form.querySelector("[data-named]").hidden = true;
  for (const fold of form.querySelectorAll("details")) fold.open = false;
  figures(sheet);
  form.elements.needs[0].focus({ preventScroll: true });
  scrollTo(0, 0);
  say(words);
});
