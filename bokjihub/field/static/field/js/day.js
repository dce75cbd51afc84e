// The day: fetching it, opening it, what it may still show; one form each, saved with every pause.
import { uuid7 } from "./bytes.js";
import { lockUpObject, openUpObject } from "./crypto.js";
import { keepIntake, keys } from "./keys.js";
import { db, keepMeta, meta, withRoom } from "./store.js";
import { envelope, put } from "./outbox.js";

const HOUR = 3600 * 1000;
let content = null;
export const today = () => content;

const ask = async (url, options) => {
  const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", ...options });
  if (answer.type === "opaqueredirect") throw new Error("로그인이 끝났습니다. 다시 로그인한 뒤 받아 주세요.");
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error ?? "받지 못했습니다.");
  return found;
};

export const session = () => ask(document.body.dataset.session, {});

export const tell = async (name, body) => {
  const { name: who, csrf } = await session();
  if (!who) throw new Error("먼저 로그인해 주세요.");
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return ask(document.body.dataset[name], { method: "POST", headers, body: JSON.stringify(body) });
};

export const fetchDay = async () => {
  const found = await tell("pack", { device: keys().device.id });
  await keepIntake(found.kid, found.intake_key);
  const box = await lockUpObject(keys().master, found.content, "day");
  const pack = { id: found.pack, device_at: Date.now(), keep_until: Date.now() + (Date.parse(found.expires_at) - Date.parse(found.issued_at)) };
  await db.transaction("rw", [db.boxes, db.meta, db.sheets, db.outbox], async () => {
    const waiting = new Set(await db.outbox.orderBy("subject").uniqueKeys());
    // A form with nothing half written and nothing on its way begins again from what the server knows.
    await db.sheets.filter((sheet) => !sheet.envelope && !waiting.has(sheet.id.split(":")[0])).delete();
    await db.boxes.put({ name: "day", ...box });
    await keepMeta("pack", pack);
  });
  content = found.content;
};

export const openDay = async () => {
  await dropWhenOver();
  const box = await db.boxes.get("day");
  content = box ? await openUpObject(keys().master, box, "day") : null;
  return content;
};

// 72 hours by the device's own measure, or its clock turned back before the hour it was given: the homes go, the writes stay.
export const dropWhenOver = async () => {
  const pack = await meta("pack");
  const now = Date.now();
  if (!pack || (now < pack.keep_until && now > pack.device_at - HOUR)) return false;
  await db.transaction("rw", [db.boxes, db.meta, db.sheets, db.outbox], async () => {
    for (const sheet of await db.sheets.toArray()) if (sheet.envelope) await db.outbox.add(sheet.envelope);
    await Promise.all([db.sheets.clear(), db.boxes.clear(), db.meta.bulkDelete(["pack", "inside"])]);
  });
  content = null;
  return true;
};

export const home = (id) => content?.homes.find((one) => one.id === id);

export const openSheet = async (id, fresh) => {
  const row = await db.sheets.get(id);
  return row ? openUpObject(keys().master, row, `sheet:${id}`) : fresh;
};

const boxOf = async (id, sheet) => ({ id, ...(await lockUpObject(keys().master, sheet, `sheet:${id}`)) });

// Half written: sealed for us, and sealed to the server, so that a forgotten passphrase or a closed device loses nothing.
// The half and the whole share one number: photos belong to it, and only one of the two is ever sent.
let saving = Promise.resolve();
export const saveSheet = (id, sheet, { kind, data, subject = id }) => {
  saving = saving.catch(() => {}).then(async () => {
    sheet.key ??= uuid7();
    const half = await envelope({ kind: "draft", subject, data: { kind, data }, key: sheet.key, attachments: sheet.pictures });
    const row = { ...(await boxOf(id, sheet)), envelope: half };
    await withRoom(() => db.sheets.put(row));
  });
  return saving;
};

// While somebody types, a moment after the last key; at once when the page is about to go (locked, left, another version).
const PAUSE = 400;
let timer;
let typed = null;
const keepTyped = async () => {
  clearTimeout(timer);
  const keep = typed;
  typed = null;
  await keep?.();
};
export const soon = (keep) => {
  clearTimeout(timer);
  typed = keep;
  timer = setTimeout(() => { void keepTyped(); }, PAUSE);
};

export const saved = async () => {
  await keepTyped();
  await saving.catch(() => {});
};

// Finished: the write goes into the outbox and the form forgets that it was half written, in one step.
export const finish = async (id, sheet, writes) => {
  await saved();
  const box = await boxOf(id, sheet);
  for (const [n, row] of writes.entries()) await put(await envelope(row), n === writes.length - 1 ? { sheet: box } : {});
};

