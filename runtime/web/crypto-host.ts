/**
 * The host's side of the guest's WebCrypto: primitives only, over the cryptography of Node. The guest owns the standard's
 * rules (formats, usages, errors) and the keys, which are plain data in its memory: so a key survives a snapshot, and there
 * is no handle to forge. Randomness comes from the operating system at each call, never from state that a snapshot copies.
 *
 * All of it is synchronous and on the sandbox's own thread: a guest can exhaust nothing but its own time. Native code can't
 * be interrupted, so what one call may cost is bounded (see the limits below). The guest is hostile: every argument is checked.
 */
import { KEY_OPERATIONS } from "./crypto-host-keys";
import { unwrapKey, wrapKey } from "./crypto-host-key-wrap";
import type { Parameters, Primitive } from "./crypto-host-parameters";
import { byteString, hashName, integer, Refusal, oneOf, parseParameters } from "./crypto-host-parameters";
import { nodeCrypto } from "./node-crypto";

/** The quota of `getRandomValues`, as its standard says. */
const MAX_RANDOM_BYTES = 65_536;
/** Iterations times blocks of output: about a second of a slow machine. OWASP recommends up to 1,300,000 for SHA-1. */
const MAX_PBKDF2_WORK = 2_000_000;
const MAX_DERIVED_BYTES = 1_048_576;
const HASH_BYTES: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
const AES_MODES = ["gcm", "cbc", "ctr"] as const;

function random(parameters: Parameters): Uint8Array {
  return nodeCrypto().randomBytes(integer(parameters, "length", 0, MAX_RANDOM_BYTES));
}

function digest(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  return nodeCrypto().createHash(hashName(parameters)).update(byteString(bytes, 0)).digest();
}

function hmac(parameters: Parameters, bytes: readonly unknown[]): Buffer {
  return nodeCrypto().createHmac(hashName(parameters), byteString(bytes, 0)).update(byteString(bytes, 1)).digest();
}

function verifyHmac(parameters: Parameters, bytes: readonly unknown[]): boolean {
  const expected = hmac(parameters, bytes);
  const given = byteString(bytes, 2);
  return expected.length === given.length && nodeCrypto().timingSafeEqual(expected, given);
}

function aesCipher(parameters: Parameters, key: Uint8Array): string {
  if (![16, 24, 32].includes(key.length)) throw new Refusal("AES key length");
  return `aes-${key.length * 8}-${oneOf(parameters, "mode", AES_MODES)}`;
}

/** Bytes: key, iv, plaintext, additional data. The tag follows the ciphertext, as WebCrypto has it. */
function encryptAes(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  const [key, iv, text] = [byteString(bytes, 0), byteString(bytes, 1), byteString(bytes, 2)];
  const name = aesCipher(parameters, key);
  if (name.endsWith("-gcm")) {
    const authTagLength = integer(parameters, "tagBytes", 4, 16);
    const cipher = nodeCrypto().createCipheriv(name as "aes-256-gcm", key, iv, { authTagLength });
    cipher.setAAD(byteString(bytes, 3));
    return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  }
  const cipher = nodeCrypto().createCipheriv(name, key, iv);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

function decryptAes(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  const [key, iv, text] = [byteString(bytes, 0), byteString(bytes, 1), byteString(bytes, 2)];
  const name = aesCipher(parameters, key);
  if (name.endsWith("-gcm")) {
    const authTagLength = integer(parameters, "tagBytes", 4, 16);
    if (text.length < authTagLength) throw new Refusal("no tag");
    const decipher = nodeCrypto().createDecipheriv(name as "aes-256-gcm", key, iv, { authTagLength });
    decipher.setAAD(byteString(bytes, 3));
    decipher.setAuthTag(text.subarray(text.length - authTagLength));
    return Buffer.concat([decipher.update(text.subarray(0, text.length - authTagLength)), decipher.final()]);
  }
  const decipher = nodeCrypto().createDecipheriv(name, key, iv);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

/** Bytes: key material, salt, info. */
function hkdf(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  const hash = hashName(parameters);
  const length = integer(parameters, "bytes", 0, 255 * (HASH_BYTES[hash] ?? 0));
  if (length === 0) return new Uint8Array(0);
  return new Uint8Array(
    nodeCrypto().hkdfSync(hash, byteString(bytes, 0), byteString(bytes, 1), byteString(bytes, 2), length),
  );
}

/** Bytes: password, salt. */
function pbkdf2(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  const hash = hashName(parameters);
  const length = integer(parameters, "bytes", 0, MAX_DERIVED_BYTES);
  const blocks = Math.max(1, Math.ceil(length / (HASH_BYTES[hash] ?? 1)));
  const iterations = integer(parameters, "iterations", 1, Math.floor(MAX_PBKDF2_WORK / blocks));
  if (length === 0) return new Uint8Array(0);
  return nodeCrypto().pbkdf2Sync(byteString(bytes, 0), byteString(bytes, 1), iterations, length, hash);
}

const OPERATIONS: ReadonlyMap<unknown, Primitive> = new Map<string, Primitive>([
  ["random", random],
  ["digest", digest],
  ["hmac", hmac],
  ["hmac-verify", verifyHmac],
  ["aes-encrypt", encryptAes],
  ["aes-decrypt", decryptAes],
  ["aes-wrap", (_parameters, bytes) => wrapKey(byteString(bytes, 0), byteString(bytes, 1))],
  ["aes-unwrap", (_parameters, bytes) => unwrapKey(byteString(bytes, 0), byteString(bytes, 1))],
  ["hkdf", hkdf],
  ["pbkdf2", pbkdf2],
  ...KEY_OPERATIONS,
]);

/**
 * Runs one primitive for the guest: `HostFunctions.crypto`. Null when it failed for whatever reason: a wrong argument, a
 * limit, or the cryptography's own refusal. Never throws.
 */
export function hostCrypto(
  operation: unknown,
  parameters: unknown,
  ...bytes: readonly unknown[]
): Uint8Array | string | boolean | null {
  try {
    return OPERATIONS.get(operation)?.(parseParameters(parameters), bytes) ?? null;
  } catch {
    // OpenSSL says why by exceptions of many kinds; WebCrypto tells its caller only that it failed.
    return null;
  }
}
