// One visit at the door (V16): one screen, folds, nothing blocks but the result and the next date.
import { sealBlob } from "./outbox.js";
import { fromBase64, toBase64, uuid7 } from "./bytes.js";
import { clock, copyOf, fill, readForm, say, show, warn, writeForm } from "./draw.js";
import { db, isFull } from "./store.js";
import { discard, finish, home, isHalf, openSheet, saved, saveSheet, soon, today } from "./day.js";
import { formLinks } from "./forms.js";
import { photoBytes, signaturePad } from "./pictures.js";

export const INSIDE_MINUTES = 60;
const MET = new Set(["met", "met_family"]);
const NEVER_AGAIN = "died";
const KINDS_OF_PICTURE = { photo: "사진", notice: "안내문 사진" };

export const freshSheet = (one) => ({
  base: one.record, arrived: one.arrived_at ? Date.parse(one.arrived_at) : null, done: false, form: { ...one.record }, pictures: [],
});

export const openVisit = async (id) => {
  const one = home(id);
  if (!one) { location.hash = ""; return; }
  const sheet = await openSheet(id, freshSheet(one));
  const isCounselled = Boolean(sheet.counselled || one.is_counselled);
  const may = { measure: one.may.includes("health") && today().forms.length, counsel: one.may.includes("counselling"), agree: one.may.includes("consent") };
  const node = fill(copyOf("visit"), {
    ...one, when: whenWords(sheet), may_measure: may.measure, may_counsel: may.counsel && !isCounselled,
    is_counselled: may.counsel && isCounselled, asks_consent: may.agree && one.needs_consent && !sheet.agreed,
  });
  const form = node.querySelector("form");
  show(node, "방문 기록"); // titles go into the browser's history: no name, not even a masked one
  const view = { id, one, sheet, form, pad: signaturePad(form.querySelector("[data-pad]")) };
  form.elements.next_on.min = today().day;
  writeForm(form, sheet.form);
  if (sheet.signature) await view.pad.restore(fromBase64(sheet.signature));
  quickDays(view);
  follow(view);
  listen(view);
  // Last, because it reads the device: every button of the page answers before.
  if (one.may.includes("health")) form.querySelector("[data-forms]").replaceChildren(...(await formLinks(one)));
};

const whenWords = (sheet) => (sheet.arrived ? `${clock(sheet.arrived)} 도착` : "아직 도착 전");

const listen = (view) => {
  const { form } = view;
  form.addEventListener("input", (event) => {
    if (event.target.name === "result") proposeDay(view, event.target.value);
    if (event.target.type === "file") return;
    warn(""); // what was missing is being mended
    follow(view);
    soon(() => pause(view));
  });
  form.addEventListener("click", async (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (what === "arrive") await arrive(view);
    if (what === "clear-pad") view.pad.wipe();
    if (what === "pause") { await pause(view); location.hash = ""; }
    if (what === "discard") await forgetTyped(view);
    const shot = event.target.closest("[data-shot]")?.dataset.shot;
    if (shot) await dropPhoto(view, shot);
    const day = event.target.closest("[data-day]")?.dataset.day;
    if (day) { form.elements.next_on.value = day; form.elements.next_on.dispatchEvent(new Event("input", { bubbles: true })); }
  });
  for (const box of form.querySelectorAll("input[type=file]")) box.addEventListener("change", () => void addPhotos(view, box));
  form.addEventListener("submit", (event) => { event.preventDefault(); void once(view, leave); });
};

const quickDays = ({ form }) => {
  const place = form.querySelector("[data-quick]");
  place.replaceChildren(...today().quick.map(([day, words]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: words });
    button.dataset.day = day;
    return button;
  }));
};

// The next date is there before anybody asks for it; a date somebody chose stays.
const proposeDay = ({ form, sheet }, result) => {
  const box = form.elements.next_on;
  const proposals = Object.values(today().proposed);
  if (!box.value || proposals.includes(box.value) || box.value === sheet.base.next_on) box.value = result === NEVER_AGAIN ? "" : today().proposed[result] ?? "";
};

const follow = ({ id, form, sheet }) => {
  const { result, consent } = readForm(form);
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(MET.has(result) ? "met" : result);
  form.querySelector("[data-sign]").hidden = consent !== "signature";
  form.querySelector("[data-none]").hidden = consent !== "none";
  form.querySelector("[data-arrive]").hidden = Boolean(sheet.arrived) || sheet.done;
  form.querySelector("[data-pictures]").textContent = sheet.pictures.length ? `사진 ${sheet.pictures.length}장을 담았습니다.` : "";
  form.querySelector("[data-shots]").replaceChildren(...sheet.pictures.map(shotLine));
  void isHalf(id).then((half) => { form.querySelector("[data-half]").hidden = !half; });
};

// A picture taken of a face or of the wrong door goes again as it came, before anybody has seen it.
const shotLine = ({ digest, kind }, n) => {
  const line = copyOf("shot").firstElementChild;
  const name = `${KINDS_OF_PICTURE[kind]} ${n + 1}`;
  line.querySelector("button").dataset.shot = digest;
  return fill(line, { name, of: name });
};

const dropPhoto = async (view, digest) => {
  view.sheet.pictures = view.sheet.pictures.filter((one) => one.digest !== digest);
  await guarded(() => db.blobs.delete(digest));
  await pause(view);
  follow(view);
  view.form.querySelector("[data-pictures]").focus();
  say("사진을 뺐습니다.");
};

const forgetTyped = (view) => guarded(async () => {
  const { base, arrived, done, counselled, agreed } = view.sheet;
  await discard(view.id, { ...freshSheet(view.one), base, form: { ...base }, arrived, done, counselled, agreed });
  say("쓰던 것을 버렸습니다.");
  await openVisit(view.id);
});

// Into the device as it stands: the form, the signature being drawn, pictures just taken.
const keep = async (view, blobs = []) => {
  view.sheet.form = readForm(view.form);
  view.sheet.signature = view.pad.isDrawn() ? toBase64(await view.pad.bytes()) : "";
  await saveSheet(view.id, view.sheet, { kind: "visit.result", data: resultOf(view), blobs });
  view.form.querySelector("[data-saved]").textContent = `저장됨(기기) ${clock(Date.now())}`;
  follow(view);
};
const pause = (view) => guarded(() => keep(view));

const arrive = async (view) => {
  await saved();
  const wasHalf = await isHalf(view.id);
  view.sheet.arrived = Date.now();
  view.sheet.form = readForm(view.form);
  await guarded(() => finish(view.id, view.sheet, [{ kind: "visit.check_in", subject: view.id, data: {} }]));
  if (wasHalf) await pause(view);
  document.querySelector("#stage [data-text=when]").textContent = whenWords(view.sheet);
  follow(view);
  view.form.elements.result[0].focus();
  say("도착을 적었습니다.");
};

const addPhotos = async (view, box) => {
  for (const file of box.files) {
    const before = view.sheet.pictures;
    try {
      view.sheet.key ??= uuid7();
      const blob = await sealBlob(await photoBytes(file), box.dataset.kind, view.sheet.key);
      view.sheet.pictures = [...before, { digest: blob.digest, kind: blob.kind, size: blob.size }];
      await keep(view, [blob]);
    } catch (error) {
      view.sheet.pictures = before;
      warn(isFull(error) ? "기기에 자리가 없어 사진을 담지 못했습니다. 글은 그대로 있습니다." : "사진을 담지 못했습니다. 다른 사진으로 해 주세요.");
    }
  }
  box.value = "";
  follow(view);
};

const recordFields = ({ result = "", words = "", observation = "", door_signs = [], notice_left = false, next_on = "" }) => ({
  result, words: words.trim(), observation: observation.trim(), door_signs: [...door_signs].sort(), notice_left, next_on,
});

const resultOf = ({ form, sheet }) => {
  const told = readForm(form);
  const trouble = told.what?.trim() ? { what: told.what.trim(), level: told.level || "notice", help: told.help ?? "" } : {};
  return { was: sheet.base, now: recordFields(told), trouble };
};

// What must be mended before one leaves: [the field, the sentence], or nothing.
const missing = (view) => {
  const told = readForm(view.form);
  if (!told.result) return ["result", "결과를 하나 골라 주세요."];
  if (!told.next_on && told.result !== NEVER_AGAIN) return ["next_on", "다음 확인일이 있어야 합니다."];
  if (told.next_on && told.next_on < today().day) return ["next_on", "다음 확인일이 지난 날입니다. 오늘이나 뒤의 날로 골라 주세요."];
  return troubleMissing(told) ?? (MET.has(told.result) ? counselMissing(view, told) ?? consentMissing(view, told) : null);
};

const troubleMissing = (told) => {
  if (told.what.trim()) return null;
  if (told.result === "stopped") return ["what", "안전상 중단이면 무슨 일이 있었는지 한 줄로 적어 주세요."];
  return told.level || told.help.trim() ? ["what", "안전 일을 적으시려면 무슨 일이 있었는지 한 줄로 적어 주세요."] : null;
};

// Nothing that was ticked for the counselling gets lost because the step after it was not chosen.
const counselMissing = ({ one }, told) => {
  const ticked = [...told.told, ...told.needs, ...told.crisis_reasons, ...told.immediate_danger].length > 0;
  const promised = [told.our_promise, told.their_promise, told.excluded_reason].some((words) => words.trim());
  if (!told.disposition) return ticked || promised ? ["disposition", "상담하신 것을 적으시려면 조치를 하나 골라 주세요."] : null;
  if (!told.words.trim()) return ["words", "하신 말씀을 한 줄이라도 적어 주세요."];
  if (["information", "apply"].includes(told.disposition) && !told.told.length) return ["told", "무엇을 안내했는지 하나라도 골라 주세요."];
  return one.needs_consent && !told.consent ? ["consent", "동의를 받았는지 골라 주세요."] : null;
};

const consentMissing = ({ pad }, told) => {
  if (told.consent === "signature" && !pad.isDrawn()) return ["consent", "서명이 비어 있습니다. 서명을 받거나, 말로 하셨으면 ‘말로 동의’를 골라 주세요."];
  return told.consent === "none" && told.missing_reason.trim().length < 2 ? ["missing_reason", "동의를 받지 못한 까닭을 적어 주세요."] : null;
};

// A second tap while the first is still being kept writes nothing twice.
export const once = async (view, deed) => {
  if (view.isLeaving) return;
  view.isLeaving = true;
  try {
    await saved();
    await deed(view);
  } finally {
    view.isLeaving = false;
  }
};

const isCounselled = (told) => MET.has(told.result) && Boolean(told.disposition);

const leave = async (view) => {
  const fault = missing(view);
  if (fault) {
    warn(fault[1]);
    const box = view.form.elements[fault[0]];
    const first = box instanceof RadioNodeList ? box[0] : box;
    const fold = first.closest("details");
    if (fold) fold.open = true;
    first.focus();
    return;
  }
  warn("");
  await guarded(async () => {
    const { writes, blobs } = await writesOf(view);
    const { sheet } = view;
    const kinds = writes.map((one) => one.kind);
    const counselled = sheet.counselled || kinds.includes("counselling.record");
    const agreed = sheet.agreed || writes.some(isAgreed);
    const base = writes[0].data.now;
    await finish(view.id, { ...sheet, base, form: { ...base }, done: true, counselled, agreed, left: Date.now(), pictures: [], signature: "", key: undefined }, writes, blobs);
    location.hash = "";
    say(`${view.one.name} 방문을 적었습니다. 망에 닿으면 저절로 보냅니다.`);
  });
};

const isAgreed = ({ kind, data }) => kind === "consent.record" || Boolean(data.consent?.given_by);

// One door, one or two writes: the result; the counselling where one was held, else a consent of its own. `blobs`: the signature.
const writesOf = async (view) => {
  const told = readForm(view.form);
  const { id, one, sheet } = view;
  const writes = [{ kind: "visit.result", subject: id, data: resultOf(view), key: sheet.key, attachments: sheet.pictures }];
  const key = uuid7();
  const blobs = MET.has(told.result) && told.consent === "signature" ? [await sealBlob(await view.pad.bytes(), "signature", key)] : [];
  const more = { subject: id, household: one.household, key, attachments: blobs };
  if (isCounselled(told)) writes.push({ ...more, kind: "counselling.record", data: counsellingOf(view, told) });
  else if (MET.has(told.result) && told.consent && told.consent !== "none") writes.push({ ...more, kind: "consent.record", data: consentOf(view, told) });
  return { writes, blobs };
};

const agreed = (told) => (told.consent && told.consent !== "none" ? { given_by: told.given_by?.trim() || "본인", method: told.consent } : { missing_reason: told.missing_reason ?? "" });

const counsellingOf = ({ one, sheet }, told) => {
  const wish = told.wants ? "wants" : "told";
  const promises = [["ours", told.our_promise], ["theirs", told.their_promise]].filter(([, words]) => words?.trim());
  return {
    household: one.household, client_words: told.words.trim(), observation: told.observation.trim(), needs: told.needs, crisis_reasons: told.crisis_reasons,
    immediate_danger: told.immediate_danger, disposition: told.disposition, excluded_reason: told.excluded_reason ?? "", next_check_on: told.next_on,
    told: told.told.map((benefit) => ({ benefit, wish })), promises: promises.map(([whose, words]) => ({ whose, words: words.trim() })),
    minutes: sheet.arrived ? Math.min(480, Math.round((Date.now() - sheet.arrived) / 60000)) : 0, consent: agreed(told),
  };
};

const consentOf = ({ one }, told) => {
  const { given_by, method } = agreed(told);
  return { household: one.household, purpose: "counselling", items: ["상담 내용", "가구 사항", "연락처"], given_by, method };
};

export const guarded = async (step) => {
  try { await step(); } catch (error) {
    warn(isFull(error) ? "기기에 자리가 없습니다. 이 화면을 닫지 말고 다른 앱의 자료를 지운 뒤 다시 눌러 주세요." : `기기에 담지 못했습니다. 화면을 닫지 말고 다시 눌러 주세요. (${error.message})`);
  }
};
