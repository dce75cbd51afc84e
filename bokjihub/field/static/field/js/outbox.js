// Writing and sending. A write is sealed and signed once, lies in the outbox until the server's receipt names the same fingerprint,
// and is sent by whoever opens the app next: locked or not, signed in or not.
import { digestOf, toBase64, uuid7 } from "./bytes.js";
import { sealTo, signed } from "./crypto.js";
import { encoded, forget, keys } from "./keys.js";
import { Unreached, objectIn, reach } from "./net.js";
import { db, meta, withRoom } from "./store.js";

const BATCH = 20;
const BATCH_CHARACTERS = 500 * 1024;
const CHUNK = 256 * 1024;
const CHUNK_MS = 120 * 1000; // a slow line carries a chunk in a minute
const URGENT = "visit.sos";
const OPEN = ["held", "clashed", "waiting"]; // a person at the office still decides
const listeners = new Set();
export const onChange = (listener) => listeners.add(listener);
export const changed = (state) => listeners.forEach((listener) => listener(state));
const address = (name) => document.body.dataset[name];

// `after`: the write before it on the same thing, where that is not in the outbox yet.
export const envelope = async ({ kind, subject = null, household = null, data, attachments = [], key = uuid7(), after = null }) => {
  const { device, sign } = keys();
  const pack = await meta("pack");
  const before = after ?? (subject ? (await db.chains.get(subject))?.key ?? null : null);
  const body = encoded({
    v: 1, kind, subject, household, after: before, data, at: new Date().toISOString(), pack: pack?.id ?? null,
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

// Everything one press writes goes into the outbox together with its pictures and with what the form knows of itself: all or
// nothing, also when the tab is killed in between.
export const put = async (rows, { sheet = null, blobs = [] } = {}) => {
  await withRoom(() => db.transaction("rw", [db.outbox, db.sheets, db.chains, db.blobs], async () => {
    await db.blobs.bulkPut(blobs);
    await db.outbox.bulkAdd(rows);
    for (const { subject, key } of rows) if (subject) await db.chains.put({ subject, key });
    if (sheet) await db.sheets.put(sheet);
  }));
  changed("waiting");
  void sync();
};

export const write = async (what) => {
  const row = await envelope(what);
  await put([row]);
  return row.key;
};

// What became of one number: its receipt's state, or nothing while it is still here.
export const stateOf = async (key) => (await db.receipts.get(key))?.state ?? null;
export const undecided = () => db.receipts.filter((one) => OPEN.includes(one.state)).count();

let running = null;
let again = false;

// One run at a time in this tab, and one tab at a time where the browser knows locks. Answers how far it came: online (everything
// the server could take is there), offline, server.
export const sync = () => {
  if (running) { again = true; return running; }
  const once = () => (navigator.locks ? navigator.locks.request("bokjihub-field-sync", run) : run());
  running = once().then(() => "online", (error) => (error instanceof Unreached ? error.kind : "server")).then((state) => {
    running = null;
    changed(state);
    if (again) { again = false; return sync(); }
    return state;
  });
  return running;
};

const run = async () => {
  const mine = (await meta("device"))?.id;
  const devices = new Set([...(await db.outbox.orderBy("device").uniqueKeys()), ...(mine ? [mine] : [])]);
  let trouble = null;
  for (const device of devices) {
    try {
      const closed = await deliver(device);
      if (closed && device === mine) { await forget(); changed("closed"); return; }
    } catch (error) {
      trouble ??= error; // what another device left here does not hold up mine
    }
  }
  if (trouble) throw trouble;
  await sendBlobs();
};

const deliver = async (device) => {
  const rows = await db.outbox.where("device").equals(device).sortBy("seq");
  let closed = false;
  for (const batch of batches(rows)) {
    const writes = batch.map(({ key, kid, sealed, signature }) => ({ key, kid, sealed, signature }));
    const answer = await post(address("sync"), { device, unsent: await db.outbox.count(), writes, asked: await stillOpen() });
    await settle(batch, answer);
    closed = answer.closed;
  }
  return closed;
};

// A call for help goes before everything else. Where nothing waits, one empty batch asks how things stand.
const batches = (rows) => {
  const inOrder = [...rows.filter((row) => row.kind === URGENT), ...rows.filter((row) => row.kind !== URGENT)];
  const found = [[]];
  let weight = 0;
  for (const row of inOrder) {
    const isFull = found.at(-1).length === BATCH || weight + row.sealed.length > BATCH_CHARACTERS;
    if (isFull && found.at(-1).length) { found.push([]); weight = 0; }
    found.at(-1).push(row);
    weight += row.sealed.length;
  }
  return found;
};

const stillOpen = async () => (await db.receipts.filter((one) => OPEN.includes(one.state)).limit(BATCH).toArray()).map((one) => one.key);

const settle = async (rows, { receipts, asked = [] }) => {
  const told = new Map(receipts.map((receipt) => [receipt.key, receipt]));
  await db.transaction("rw", [db.outbox, db.receipts], async () => {
    for (const row of rows) {
      const receipt = told.get(row.key);
      if (receipt?.digest !== row.digest) continue; // no receipt for exactly this: it stays, in sight
      await db.outbox.delete(row.seq);
      await db.receipts.put({ key: row.key, state: receipt.state, kind: row.kind, at: Date.now() });
    }
    for (const { key, state } of asked) await db.receipts.update(key, { state });
  });
  changed("sending");
};

const sendBlobs = async () => {
  const halves = new Set((await db.sheets.toArray()).map((sheet) => sheet.envelope?.key));
  for (const blob of await db.blobs.toArray()) {
    if (halves.has(blob.key) || await db.outbox.where("key").equals(blob.key).count()) continue; // its write goes first
    await sendBlob(blob);
    changed("sending");
  }
};

const sendBlob = async (blob) => {
  let at = blob.sent;
  while (at < blob.size) {
    const headers = { "X-Field-Device": blob.device, "X-Field-Offset": String(at), "X-Field-Kid": String(blob.kid) };
    const answer = await reach(`${address("sync")}${blob.digest}/`, { method: "POST", headers, body: blob.sealed.slice(at, at + CHUNK), credentials: "omit" }, CHUNK_MS);
    if (answer.status === 409) return; // nobody awaits it yet: kept for later
    if (!answer.ok) throw new Unreached("server");
    const { received, done } = await objectIn(answer);
    if (done) { await db.blobs.delete(blob.digest); return; }
    await db.blobs.update(blob.digest, { sent: received });
    if (received <= at) return; // begun anew on the server, or had before: the next run goes on from there
    at = received;
  }
};

const post = async (url, body) => {
  const answer = await reach(url, { method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Unreached("server");
  return objectIn(answer);
};
