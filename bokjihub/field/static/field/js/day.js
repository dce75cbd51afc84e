// The day: fetching it, opening it, what it may still show; one form each, saved with every pause.
import { uuid7 } from "./bytes.js";
import { lockUpObject, openUpObject } from "./crypto.js";
import { keepIntake, keys } from "./keys.js";
import { Unreached, objectIn, reach } from "./net.js";
import { db, halvesToOutbox, keepMeta, meta, withRoom } from "./store.js";
import { changed, envelope, put } from "./outbox.js";

const HOUR = 3600 * 1000;
let content = null;
export const today = () => content;

const ask = async (url, options) => {
  const answer = await reach(url, { credentials: "same-origin", redirect: "manual", ...options });
  if (answer.type === "opaqueredirect") throw new Unreached("login");
  const found = await objectIn(answer);
  if (!answer.ok) throw new Unreached("refused", found.error ?? "받지 못했습니다.");
  return found;
};

export const session = () => ask(document.body.dataset.session, {});

export const tell = async (name, body) => {
  const { name: who, csrf } = await session();
  if (!who) throw new Unreached("login");
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return ask(document.body.dataset[name], { method: "POST", headers, body: JSON.stringify(body) });
};

export const fetchDay = async () => {
  const found = await tell("pack", { device: keys().device.id });
  await keepIntake(found.kid, found.intake_key);
  const box = await lockUpObject(keys().master, found.content, "day");
  const pack = { id: found.pack, device_at: Date.now(), office_phone: found.content.office_phone, keep_until: Date.now() + (Date.parse(found.expires_at) - Date.parse(found.issued_at)) };
  await withRoom(() => db.transaction("rw", [db.boxes, db.meta, db.sheets, db.outbox], async () => {
    const waiting = new Set(await db.outbox.orderBy("subject").uniqueKeys());
    // A form with nothing half written and nothing on its way begins again from what the server knows.
    await db.sheets.filter((sheet) => !sheet.envelope && !waiting.has(sheet.id.split(":")[0])).delete();
    await db.boxes.put({ name: "day", ...box });
    await keepMeta("pack", pack);
  }));
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
    await halvesToOutbox();
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

export const isHalf = async (id) => Boolean((await db.sheets.get(id))?.envelope);

const boxOf = async (id, sheet) => ({ id, ...(await lockUpObject(keys().master, sheet, `sheet:${id}`)) });

// Half written: sealed for us, and sealed to the server, so that a forgotten passphrase or a closed device loses nothing.
// The half and the whole share one number: photos belong to it, and only one of the two is ever sent.
let saving = Promise.resolve();
export const saveSheet = (id, sheet, { kind, data, subject = id, blobs = [] }) => {
  saving = saving.catch(() => {}).then(async () => {
    sheet.key ??= uuid7();
    const half = await envelope({ kind: "draft", subject, data: { kind, data }, key: sheet.key, attachments: sheet.pictures });
    const row = { ...(await boxOf(id, sheet)), envelope: half };
    await withRoom(() => db.transaction("rw", [db.sheets, db.blobs], async () => {
      await db.blobs.bulkPut(blobs);
      await db.sheets.put(row);
    }));
    changed("waiting");
  });
  return saving;
};

// What was typed since the last write, and its pictures, as if it had never been: only on the person's own word.
export const discard = async (id, fresh) => {
  await saved();
  const key = (await db.sheets.get(id))?.envelope?.key;
  const row = await boxOf(id, fresh);
  await db.transaction("rw", [db.sheets, db.blobs], async () => {
    if (key) await db.blobs.where("key").equals(key).delete();
    await db.sheets.put(row);
  });
  changed("waiting");
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

// Finished: the writes go into the outbox and the form forgets that it was half written, in one step.
export const finish = async (id, sheet, writes, blobs = []) => {
  await saved();
  const rows = [];
  for (const one of writes) rows.push(await envelope({ ...one, after: rows.findLast((row) => row.subject === one.subject)?.key }));
  await put(rows, { sheet: await boxOf(id, sheet), blobs });
};

