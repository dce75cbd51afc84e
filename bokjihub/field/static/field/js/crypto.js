// The browser's half of field/envelope.py: ECDH P-256 → HKDF → AES-GCM to the server, ECDSA P-256 by the device; AES-GCM at home.
import { bytesOf, joined, textOf } from "./bytes.js";

const CURVE = { namedCurve: "P-256" };
const INFO = bytesOf("bokjihub field outbox v1");
// OWASP's figure for PBKDF2 with SHA-256; kept beside the salt, so that it can grow.
export const ROUNDS = 600000;

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export const keyFromPassphrase = async (passphrase, salt, rounds) => {
  const material = await crypto.subtle.importKey("raw", bytesOf(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

export const keyFromSecret = async (secret, salt) => {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bytesOf("bokjihub field passkey v1") };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

export const masterFrom = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

// `label` binds a box to its place: the pack's box does not open as a form's.
export const lockUp = async (key, bytes, label) => {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(label) }, key, bytes) };
};
export const openUp = (key, box, label) => crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: bytesOf(label) }, key, box.data);
export const lockUpObject = (key, value, label) => lockUp(key, bytesOf(JSON.stringify(value)), label);
export const openUpObject = async (key, box, label) => JSON.parse(textOf(await openUp(key, box, label)));

export const signingPair = () => crypto.subtle.generateKey({ name: "ECDSA", ...CURVE }, true, ["sign", "verify"]);
export const signingKey = (pkcs8) => crypto.subtle.importKey("pkcs8", pkcs8, { name: "ECDSA", ...CURVE }, false, ["sign"]);

const bound = (number, device) => bytesOf(`${number}:${device}`);

export const sealTo = async (intake, clear, number, device) => {
  const theirs = await crypto.subtle.importKey("raw", intake, { name: "ECDH", ...CURVE }, false, []);
  const mine = await crypto.subtle.generateKey({ name: "ECDH", ...CURVE }, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", mine.publicKey);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: INFO };
  const key = await crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = random(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(number, device) }, key, clear);
  return joined(point, iv, sealed);
};

export const signed = async (key, sealed, number, device) => {
  const what = joined(bound(number, device), await crypto.subtle.digest("SHA-256", sealed));
  return crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, what);
};
