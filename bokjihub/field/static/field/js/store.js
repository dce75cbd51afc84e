// The browser's database. Everything that names a home is sealed before it comes here; what is in clear are opaque numbers and times.
// Versions are only ever added, never changed: an upgrade finds the outbox as the old app left it.
import Dexie from "../../vendor/dexie/dexie.mjs";

// strict: an acknowledged put survives the killed browser.
export const db = new Dexie("bokjihub-field", { chromeTransactionDurability: "strict" });
db.version(1).stores({
  meta: "name", // device, locks, sign, pack (times and the office's number)
  boxes: "name", // the day, sealed
  sheets: "id", // one form each: sealed for us, and once more for the server
  chains: "subject", // the last number written about a thing
  outbox: "++seq, &key, device, subject", // until the receipt
  blobs: "digest, key", // photos and signatures, sealed to the server, until the server has every byte
  receipts: "key, at",
});

export const meta = async (name) => (await db.meta.get(name))?.value;
export const keepMeta = (name, value) => db.meta.put({ name, value });

// Half-written forms join what is to be sent, where the homes go from the device. A number that already waits, waits as it is.
export const halvesToOutbox = async () => {
  const halves = (await db.sheets.toArray()).map((sheet) => sheet.envelope).filter(Boolean);
  for (const half of halves) if (!(await db.outbox.where("key").equals(half.key).count())) await db.outbox.add(half);
};

export const unsent = async () => (await db.outbox.count()) + (await db.blobs.count());

// Thrown as it is, or wrapped by the database's own errors.
export const isFull = (error) => Boolean(error) && (`${error.name} ${error.message}`.includes("Quota") || isFull(error.inner));

// When the device is full: what can be fetched again goes first, then once more.
export const withRoom = async (put) => {
  try {
    return await put();
  } catch (error) {
    if (!isFull(error)) throw error;
    await db.receipts.clear();
    await caches?.delete("field-fonts");
    return put();
  }
};
