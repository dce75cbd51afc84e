// Writing and sending. A write is sealed and signed once, lies in the outbox until the server's receipt names the same fingerprint,
// and is sent by whoever opens the app next: locked or not, signed in or not.
import { digestOf, toBase64, uuid7 } from "./bytes.js";
import { sealTo, signed } from "./crypto.js";
import { encoded, forget, keys } from "./keys.js";
import { db, meta, withRoom } from "./store.js";

const BATCH = 20;
const CHUNK = 256 * 1024;
const listeners = new Set();
export const onChange = (listener) => listeners.add(listener);
const changed = (state) => listeners.forEach((listener) => listener(state));
const address = (name) => document.body.dataset[name];

export const envelope = async ({ kind, subject = null, household = null, data, attachments = [], key = uuid7() }) => {
  const { device, sign } = keys();
  const pack = await meta("pack");
  const after = subject ? (await db.chains.get(subject))?.key ?? null : null;
  const body = encoded({
    v: 1, kind, subject, household, after, data, at: new Date().toISOString(), pack: pack?.id ?? null,
    pack_age_ms: pack ? Math.max(0, Date.now() - pack.device_at) : 0,
    attachments: attachments.map(({ digest, kind: what, size }) => ({ digest, kind: what, size })),
  });
  const sealed = await sealTo(device.intake, body, key, device.id);
  const signature = await signed(sign, sealed, key, device.id);
  return {
    key, device: device.id, kid: device.kid, kind, subject, digest: await digestOf(body), at: Date.now(),
    sealed: toBase64(sealed), signature: toBase64(signature),
  };
};

export const sealBlob = async (bytes, what, key) => {
  const { device } = keys();
  const sealed = await sealTo(device.intake, bytes, key, device.id);
  return { digest: await digestOf(sealed), key, device: device.id, kid: device.kid, kind: what, size: sealed.byteLength, sealed, sent: 0 };
};

// Into the outbox, together with what the form knows of itself: both or neither.
export const put = async (row, { sheet = null, dropSheet = null } = {}) => {
  await withRoom(() => db.transaction("rw", [db.outbox, db.sheets, db.chains], async () => {
    await db.outbox.add(row);
    if (row.subject) await db.chains.put({ subject: row.subject, key: row.key });
    if (sheet) await db.sheets.put(sheet);
    if (dropSheet) await db.sheets.delete(dropSheet);
  }));
  changed("waiting");
  void sync();
  return row.key;
};

export const write = async (what, more) => put(await envelope(what), more);

let running = null;
let again = false;

// One run at a time in this tab, and one tab at a time where the browser knows locks.
export const sync = () => {
  if (running) { again = true; return running; }
  const once = () => (navigator.locks ? navigator.locks.request("bokjihub-field-sync", run) : run());
  running = once().catch(() => "offline").then((state) => { running = null; changed(state); if (again) { again = false; return sync(); } return state; });
  return running;
};

const run = async () => {
  const mine = (await meta("device"))?.id;
  const devices = new Set([...(await db.outbox.orderBy("device").uniqueKeys()), ...(mine ? [mine] : [])]);
  for (const device of devices) {
    const closed = await deliver(device);
    if (closed && device === mine) {
      await forget();
      await deliver(device);
      changed("closed");
    }
  }
  await sendBlobs();
  return "online";
};

const deliver = async (device) => {
  let last = 0;
  for (;;) {
    const rows = await db.outbox.where("device").equals(device).filter((row) => row.seq > last).limit(BATCH).toArray();
    const writes = rows.map(({ key, kid, sealed, signature }) => ({ key, kid, sealed, signature }));
    const answer = await post(address("sync"), { device, unsent: await db.outbox.count(), writes });
    await settle(rows, answer.receipts);
    if (rows.length < BATCH) return answer.closed;
    last = rows.at(-1).seq;
  }
};

const settle = async (rows, receipts) => {
  const told = new Map(receipts.map((receipt) => [receipt.key, receipt]));
  await db.transaction("rw", [db.outbox, db.receipts], async () => {
    for (const row of rows) {
      const receipt = told.get(row.key);
      if (receipt?.digest !== row.digest) continue; // no receipt for exactly this: it stays, in sight
      await db.outbox.delete(row.seq);
      await db.receipts.put({ key: row.key, state: receipt.state, kind: row.kind, at: Date.now() });
    }
  });
  changed("sending");
};

const sendBlobs = async () => {
  for (const blob of await db.blobs.toArray()) {
    if (await db.outbox.where("key").equals(blob.key).count()) continue; // its write goes first
    let at = blob.sent;
    while (at < blob.size) {
      const headers = { "X-Field-Device": blob.device, "X-Field-Offset": String(at), "X-Field-Kid": String(blob.kid) };
      const answer = await fetch(`${address("sync")}${blob.digest}/`, { method: "POST", headers, body: blob.sealed.slice(at, at + CHUNK), credentials: "omit" });
      if (answer.status === 409) break; // nobody awaits it yet: kept for later
      if (!answer.ok) throw new Error(`chunk ${answer.status}`);
      const { received, done } = await answer.json();
      if (done) { await db.blobs.delete(blob.digest); break; }
      await db.blobs.update(blob.digest, { sent: received });
      if (received <= at) break; // begun anew on the server, or had before: the next run goes on from there
      at = received;
    }
    changed("sending");
  }
};

const post = async (url, body) => {
  const answer = await fetch(url, { method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};
