// An instrument at the door (V22 offline): the town's published form, run by the same engine as on the desk. Scores and what
// must be acted on are the server's word; here one sees what is missing, out of range, and the sums.
import { bind, plain } from "../../assessments/bind.js";
import { uuid7 } from "./bytes.js";
import { copyOf, fill, readForm, say, show, warn, writeForm } from "./draw.js";
import { guarded, once } from "./visit.js";
import { finish, home, openSheet, saveSheet, soon, today } from "./day.js";

const PATIENCE = 15000;
const sheetId = (visit, code) => `${visit}:${code}`;
const fresh = () => ({ done: 0, form: {}, pictures: [] });

// The forms the visit's programme names come first.
const inOrder = (one) => [...today().forms].sort((a, b) => one.instruments.includes(b.code) - one.instruments.includes(a.code));

export const formLinks = (one) => Promise.all(inOrder(one).map(async (form) => {
  const sheet = await openSheet(sheetId(one.id, form.code), fresh());
  const link = copyOf("form-link").firstElementChild;
  link.href = `#/form/${one.id}/${form.code}`;
  return fill(link, { title: form.title, is_done: sheet.done > 0, is_named: one.instruments.includes(form.code) });
}));

export const openForm = async (id, code) => {
  const one = home(id);
  const form = today()?.forms.find((each) => each.code === code);
  if (!one || !form) { location.hash = ""; return; }
  const sheet = await openSheet(sheetId(id, code), fresh());
  const node = fill(copyOf("form"), { title: form.title, note: form.note, name: one.name, asks_consent: !one.health_consent });
  const page = node.querySelector("form");
  page.elements.person.replaceChildren(...one.asked_of.map(([value, words]) => new Option(words, value)));
  page.querySelector("[data-questions]").innerHTML = form.html; // the town's own form, escaped by the server, from the sealed pack
  writeForm(page, sheet.form);
  node.querySelector("[data-back]").href = `#/visit/${id}`;
  show(node, "측정·검사");
  const view = { id, code, one, form, sheet, page, bound: plain(page) };
  await start(view);
  listen(view);
};

// Where the engine does not start the form stays plain: everything shown, judged by the server.
const start = async (view) => {
  const late = new Promise((_, refuse) => { setTimeout(refuse, PATIENCE); });
  const engine = import("../../vendor/xforms-engine/index.js");
  try {
    view.bound = await Promise.race([bind({ form: view.page, xform: view.form.xform, engine }), late]);
    view.page.dataset.ready = "1";
  } catch {
    view.page.dataset.ready = "plain";
  }
};

const listen = (view) => {
  view.page.addEventListener("input", () => { soon(() => pause(view)); });
  view.page.addEventListener("submit", (event) => { event.preventDefault(); void once(view, leave); });
};

const pause = async (view) => {
  view.sheet.form = readForm(view.page);
  await guarded(() => saveSheet(sheetId(view.id, view.code), view.sheet, { kind: "form.answers", data: told(view), subject: view.id }));
};

const told = ({ page, form, bound }) => ({
  version: form.version, person: page.elements.person.value, basis: page.elements.basis.value === "danger" ? "danger" : "consent", answers: bound.answers(),
});

const leave = async (view) => {
  const [first] = view.bound.faults();
  if (first) { warn("고칠 답이 있습니다. 빨간 칸을 봐 주세요."); (first.querySelector("input") ?? first).focus(); return; }
  if (!Object.values(view.bound.answers()).some(Boolean)) { warn("적은 답이 하나도 없습니다. 잰 값이나 답을 적어 주세요."); view.page.querySelector("[data-questions] input")?.focus(); return; }
  if (!view.one.health_consent && !view.page.elements.basis.value) { warn("건강정보를 적어도 되는지 골라 주세요."); view.page.elements.basis[0].focus(); return; }
  warn("");
  await guarded(async () => {
    const { id, code, one, sheet } = view;
    const writes = [{ kind: "form.answers", subject: id, data: told(view), key: sheet.key }];
    if (view.page.elements.basis.value === "spoken") { writes.unshift(consented(one)); one.health_consent = true; }
    await finish(sheetId(id, code), { ...fresh(), done: sheet.done + 1 }, writes);
    location.hash = `#/visit/${id}`;
    say(`${view.form.title}을 적었습니다. 판정은 보낸 뒤 서버가 셈합니다.`);
  });
};

const consented = (one) => ({
  kind: "consent.record", subject: one.id, household: one.household, key: uuid7(),
  data: { household: one.household, purpose: "health", items: ["건강정보"], given_by: "본인", method: "spoken" },
});
