// What follows from the code of an own preparation, on the expert's device only. `preparation_codes.py` works out the
// same identifier and the last signs; docs/decisions/0110 tells why it is done in this way.

const ROUNDS = 600_000;
const N_SECRET = 16;
const N_CODE = 24;
const PAGE = 8192;

const text = new TextEncoder();

export const canSeal = () => globalThis.crypto?.subtle !== undefined;

export function asTyped(code) {
  return code.toUpperCase().replace(/[\s\-–—.]/g, "");
}

export const isWhole = (code) => asTyped(code).length === N_CODE;

export const inGroups = (code) => code.match(/.{1,4}/g).join(" ");

export function toText(bytes) {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function toBytes(written) {
  return Uint8Array.from(atob(written.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

const fromHex = (hex) => Uint8Array.from(hex.match(/../g), (two) => Number.parseInt(two, 16));

async function root(secret, salt) {
  const typed = await crypto.subtle.importKey("raw", text.encode(secret), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations: ROUNDS };
  const bits = await crypto.subtle.deriveBits(how, typed, 256);
  return crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveBits", "deriveKey"]);
}

const expand = (what) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: text.encode(what) });

// The identifier and the ticket go to the server; the key never leaves the device.
export async function keysOf(code, salt) {
  const signs = asTyped(code);
  const from = await root(signs.slice(0, N_SECRET), salt);
  const identifier = toText(await crypto.subtle.deriveBits(expand("ljuspunkt identifier"), from, 256));
  return { identifier, ticket: signs.slice(N_SECRET), key: await sealingKey(from, "ljuspunkt marking") };
}

// The key that an organiser's code gives, which seals the key of the totals.
export async function organisersKey(code, salt) {
  return sealingKey(await root(asTyped(code), salt), "ljuspunkt totals");
}

function sealingKey(from, what) {
  return crypto.subtle.deriveKey(expand(what), from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// Sealed texts are as long as whole pages, so that their length doesn't tell how much was written.
export async function seal(key, about, value) {
  const plain = text.encode(JSON.stringify(value));
  const padded = new Uint8Array(Math.ceil((plain.length + 1) / PAGE) * PAGE).fill(0x20);
  padded.set(plain);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, padded));
  const whole = new Uint8Array(iv.length + sealed.length);
  whole.set(iv);
  whole.set(sealed, iv.length);
  return toText(whole);
}

export async function unseal(key, about, written) {
  const whole = toBytes(written);
  const how = { name: "AES-GCM", iv: whole.subarray(0, 12), additionalData: text.encode(about) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, whole.subarray(12))));
}

// A mask: so many numbers of 32 bits that follow from a seed of sixteen bytes and look random to who lacks it.
export async function maskOf(seed, n) {
  const key = await crypto.subtle.importKey("raw", seed, "AES-CTR", false, ["encrypt"]);
  const how = { name: "AES-CTR", counter: new Uint8Array(16), length: 64 };
  const stream = await crypto.subtle.encrypt(how, key, new Uint8Array(4 * n));
  const view = new DataView(stream);
  return Array.from({ length: n }, (_, place) => view.getUint32(4 * place));
}

export function newCode(n = N_CODE) {
  const signs = "ABCDEFGHJKNPQRSTUVXYZ23456789";
  const drawn = [];
  while (drawn.length < n) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 8 * signs.length) drawn.push(signs[byte % signs.length]);
  }
  return drawn.join("");
}
