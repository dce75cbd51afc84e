// Setting up, opening and locking. The opened keys live in this module's memory and nowhere else, and none of them can be taken
// out of the browser; raw bytes of a key are wiped once it is made. Locking throws the page away.
import { bytesOf, fromBase64, toBase64, uuid7 } from "./bytes.js";
import { ROUNDS, keyFromPassphrase, keyFromSecret, lockUp, masterFrom, openUp, random, signingKey, signingPair } from "./crypto.js";
import { db, halvesToOutbox, keepMeta, meta, withRoom } from "./store.js";

const SHORTEST = 10;
const FEWEST_LETTERS = 5; // different ones: 1111111111 is guessed first
const TRIES = 10;
let opened = null;

export const keys = () => opened;
export const isSetUp = async () => Boolean(await meta("locks"));
export const hasPasskey = async () => Boolean((await meta("locks"))?.passkey);

const checkPhrase = (passphrase) => {
  if (passphrase.length < SHORTEST) throw new Error(`암호 문장은 ${SHORTEST}자 이상이어야 합니다.`);
  if (new Set(passphrase).size < FEWEST_LETTERS) throw new Error("같은 글자만 되풀이한 암호 문장은 쉽게 풀립니다. 나만 아는 문장으로 적어 주세요.");
};

export const setUp = async (passphrase, label, tell) => {
  checkPhrase(passphrase);
  const pair = await signingPair();
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  const device = uuid7();
  const answer = await tell({ device, label, sign_key: toBase64(point) });
  const raw = random(32);
  const salt = random(16);
  const [wrapped, master] = await Promise.all([
    keyFromPassphrase(passphrase, salt, ROUNDS).then((key) => lockUp(key, raw, "master")),
    masterFrom(raw),
  ]);
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  const sign = await lockUp(master, pkcs8, "sign");
  wipe(pkcs8);
  await db.transaction("rw", db.meta, async () => {
    await keepMeta("device", { id: device, label, kid: answer.kid, intake: answer.intake_key });
    await keepMeta("locks", { salt, rounds: ROUNDS, wrapped, tries: 0 });
    await keepMeta("sign", sign);
  });
  await take(raw);
};

// How many tries are left; null where the door is open. A try counts before it is made: closing the page does not undo it.
export const unlock = async (passphrase) => {
  const tries = await countTry();
  const locks = await meta("locks");
  const raw = await masterUnder(passphrase, locks);
  if (!raw) return TRIES - tries;
  await withRoom(() => keepMeta("locks", { ...locks, tries: 0 }));
  await take(raw);
  return null;
};

const countTry = () => withRoom(() => db.transaction("rw", db.meta, async () => {
  const locks = await meta("locks");
  await keepMeta("locks", { ...locks, tries: locks.tries + 1 });
  return locks.tries + 1;
}));

const masterUnder = async (passphrase, { salt, rounds, wrapped }) => openUp(await keyFromPassphrase(passphrase, salt, rounds), wrapped, "master").catch(() => null);

const wipe = (raw) => new Uint8Array(raw).fill(0);

// A passkey's secret (PRF) does not lie in the profile: a copied folder cannot be opened by guessing. The passphrase is asked
// once more, because the opened key itself cannot be taken out to be wrapped anew.
export const addPasskey = async (passphrase) => {
  const locks = await meta("locks");
  const raw = await masterUnder(passphrase, locks);
  if (!raw) throw new Error("암호 문장이 다릅니다.");
  const salt = random(32);
  const made = await navigator.credentials.create({ publicKey: {
    rp: { name: "복지허브 현장" },
    user: { id: random(16), name: "현장", displayName: "복지허브 현장" },
    challenge: random(32),
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    extensions: { prf: { eval: { first: salt } } },
  } });
  if (!made.getClientExtensionResults().prf?.enabled) throw new Error("이 기기의 패스키로는 열 수 없습니다. 암호 문장을 그대로 쓰세요.");
  const id = new Uint8Array(made.rawId);
  const key = await keyFromSecret(await secretOf(id, salt), salt);
  const passkey = { id, salt, wrapped: await lockUp(key, raw, "master") };
  wipe(raw);
  await keepMeta("locks", { ...locks, passkey });
};

export const unlockByPasskey = async () => {
  const { passkey } = await meta("locks");
  const key = await keyFromSecret(await secretOf(passkey.id, passkey.salt), passkey.salt);
  await take(await openUp(key, passkey.wrapped, "master"));
};

const secretOf = async (id, salt) => {
  const found = await navigator.credentials.get({ publicKey: {
    challenge: random(32), allowCredentials: [{ type: "public-key", id }], userVerification: "required",
    extensions: { prf: { eval: { first: salt } } },
  } });
  const secret = found.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new Error("패스키로 열지 못했습니다. 암호 문장을 쓰세요.");
  return secret;
};

const take = async (raw) => {
  const master = await masterFrom(raw);
  wipe(raw);
  const pkcs8 = await openUp(master, await meta("sign"), "sign");
  const sign = await signingKey(pkcs8);
  wipe(pkcs8);
  const device = await meta("device");
  opened = { master, sign, device: { ...device, intake: fromBase64(device.intake) } };
};

// A new intake key of the server (its ring has turned) comes with every pack.
export const keepIntake = async (kid, intake) => {
  const device = { ...(await meta("device")), kid, intake };
  await keepMeta("device", device);
  opened.device = { ...device, intake: fromBase64(intake) };
};

// Locking: the page and everything it held in memory go; what is sealed stays.
// `why` is a word the next page says aloud (NOTES in app.js).
export const lock = (why = "") => {
  opened = null;
  location.replace(location.pathname + (why && `?${why}`));
};

// After ten wrong tries, for somebody else, or when the office closed the device: the day and the keys go. Half-written forms
// were sealed to the server with every pause and join the outbox; the outbox itself is never touched.
export const forget = async () => {
  await db.transaction("rw", [db.meta, db.boxes, db.sheets, db.chains, db.outbox], async () => {
    await halvesToOutbox();
    await Promise.all([db.sheets.clear(), db.boxes.clear(), db.chains.clear(), db.meta.bulkDelete(["device", "locks", "sign", "pack", "inside"])]);
  });
  opened = null;
};

export const encoded = (value) => bytesOf(JSON.stringify(value));
