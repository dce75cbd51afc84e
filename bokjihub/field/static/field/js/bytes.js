// Bytes, words and numbers: what every other module of the field app speaks in.
export const bytesOf = (text) => new TextEncoder().encode(text);
export const textOf = (bytes) => new TextDecoder().decode(bytes);

export const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) { whole.set(new Uint8Array(part), at); at += part.byteLength; }
  return whole;
};

export const toBase64 = (bytes) => {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
};
export const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
export const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
export const digestOf = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

// RFC 9562: 48 bits of milliseconds, then chance. Numbers made on one device sort by its clock; nobody else relies on it.
export const uuid7 = () => {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  let millis = Date.now();
  for (let n = 5; n >= 0; n -= 1) { raw[n] = millis % 256; millis = Math.floor(millis / 256); }
  raw[6] = (raw[6] & 0x0f) | 0x70;
  raw[8] = (raw[8] & 0x3f) | 0x80;
  return hex(raw).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};
