/**
 * WebCrypto's SubtleCrypto: https://w3c.github.io/webcrypto/#subtlecrypto-interface. Every method does all of its work before
 * it returns, and answers by a promise as the standard asks.
 */
import type { Operation } from "./crypto-algorithms.guest";
import { normalize, toInteger, tryNormalize } from "./crypto-algorithms.guest";
import { exportKeyData, generateKeyData } from "./crypto-export.guest";
import { inOrder, keyLengthBits } from "./crypto-families.guest";
import type { Format } from "./crypto-import.guest";
import { importKeyData } from "./crypto-import.guest";
import { toJwk } from "./crypto-jwk.guest";
import type { CryptoKey, KeyData, Usage } from "./crypto-key.guest";
import { createKey, keyData, USAGES } from "./crypto-key.guest";
import { cipher, derivedBits, isValid, signature } from "./crypto-operations.guest";
import {
  bufferOf,
  Bytes,
  bytesOf,
  decodeText,
  encodeText,
  failure,
  isBufferSource,
  parseJson,
  toBytes,
  toJson,
} from "./crypto-primitives.guest";
import { Promise, toText, TypeError } from "./primordials.guest";

const FORMATS: readonly string[] = ["raw", "spki", "pkcs8", "jwk"];

function toFormat(value: unknown): Format {
  const text = toText(value);
  if (!FORMATS.includes(text)) throw new TypeError(`'${text}' is not a key format`);
  return text as Format;
}

/** WebIDL's sequence<KeyUsage>. */
function toUsages(value: unknown): Usage[] {
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) {
    throw new TypeError("The key usages are not a sequence");
  }
  const texts = [...(value as Iterable<unknown>)].map(toText);
  for (const text of texts) {
    if (!(USAGES as readonly string[]).includes(text)) throw new TypeError(`'${text}' is not a key usage`);
  }
  return inOrder(texts as Usage[]);
}

function checkKey(key: KeyData, name: string, usage: Usage): void {
  if (key.algorithm.name !== name) throw failure("InvalidAccessError", "The key's algorithm is another");
  if (!key.usages.includes(usage)) throw failure("InvalidAccessError", `The key's usages don't include ${usage}`);
}

function makeKey(format: Format, data: unknown, algorithm: unknown, extractable: unknown, usages: Usage[]): CryptoKey {
  const normalized = normalize("importKey", algorithm);
  if (format === "jwk" && isBufferSource(data)) throw new TypeError("The key data is not a JsonWebKey");
  const request = { format, algorithm: normalized, extractable: Boolean(extractable), usages };
  return createKey(importKeyData({ ...request, data: format === "jwk" ? toJwk(data) : bytesOf(data) }));
}

const token = {};
let isSubtle: (value: object) => boolean;

/** What WebIDL does around an operation that returns a promise: no failure is thrown, all of them reject. */
function answer<T>(self: object, given: number, wanted: number, work: () => T): Promise<T> {
  return new Promise((resolve) => {
    if (!isSubtle(self)) throw new TypeError("Illegal invocation");
    if (given < wanted) throw new TypeError(`${wanted} arguments required, but only ${given} present`);
    resolve(work());
  });
}

export class SubtleCrypto {
  readonly #brand = true;

  static {
    isSubtle = (value) => #brand in value;
  }

  /** Not for functions: it throws "Illegal constructor" for whoever doesn't hold this module's token. */
  constructor(...args: readonly unknown[]) {
    if (args[0] !== token) throw new TypeError("Illegal constructor");
  }

  encrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    return answer(this, arguments.length, 3, () => {
      return run("encrypt", algorithm, key, data);
    });
  }

  decrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    return answer(this, arguments.length, 3, () => {
      return run("decrypt", algorithm, key, data);
    });
  }

  sign(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    return answer(this, arguments.length, 3, () => {
      const normalized = normalize("sign", algorithm);
      const [used, bytes] = [keyData(key), bytesOf(data)];
      checkKey(used, normalized.name, "sign");
      return bufferOf(signature(normalized, used, bytes));
    });
  }

  verify(algorithm: unknown, key: unknown, signed: unknown, data: unknown): Promise<boolean> {
    return answer(this, arguments.length, 4, () => {
      const normalized = normalize("verify", algorithm);
      const [used, signedBytes, bytes] = [keyData(key), bytesOf(signed), bytesOf(data)];
      checkKey(used, normalized.name, "verify");
      return isValid(normalized, used, signedBytes, bytes);
    });
  }

  digest(algorithm: unknown, data: unknown): Promise<ArrayBuffer> {
    return answer(this, arguments.length, 2, () => {
      const { name } = normalize("digest", algorithm);
      return bufferOf(toBytes("digest", { hash: name }, bytesOf(data)));
    });
  }

  generateKey(algorithm: unknown, extractable: unknown, keyUsages: unknown): Promise<object> {
    return answer(this, arguments.length, 3, () => {
      const normalized = normalize("generateKey", algorithm);
      const made = generateKeyData(normalized, Boolean(extractable), toUsages(keyUsages));
      if ("type" in made) return createKey(made);
      return { publicKey: createKey(made.publicKey), privateKey: createKey(made.privateKey) };
    });
  }

  deriveKey(
    algorithm: unknown,
    baseKey: unknown,
    derivedKeyType: unknown,
    extractable: unknown,
    keyUsages: unknown,
  ): Promise<CryptoKey> {
    return answer(this, arguments.length, 5, () => {
      const usages = toUsages(keyUsages);
      const normalized = normalize("deriveBits", algorithm);
      const length = keyLengthBits(normalize("get key length", derivedKeyType));
      const base = keyData(baseKey);
      checkKey(base, normalized.name, "deriveKey");
      return makeKey("raw", derivedBits(normalized, base, length), derivedKeyType, extractable, usages);
    });
  }

  deriveBits(algorithm: unknown, baseKey: unknown, ...rest: readonly unknown[]): Promise<ArrayBuffer> {
    return answer(this, arguments.length, 2, () => {
      const [length] = rest;
      const bits = length === undefined || length === null ? null : toInteger(length, 0xffffffff);
      const normalized = normalize("deriveBits", algorithm);
      const base = keyData(baseKey);
      checkKey(base, normalized.name, "deriveBits");
      return bufferOf(derivedBits(normalized, base, bits));
    });
  }

  importKey(
    format: unknown,
    data: unknown,
    algorithm: unknown,
    extractable: unknown,
    keyUsages: unknown,
  ): Promise<CryptoKey> {
    return answer(this, arguments.length, 5, () => {
      return makeKey(toFormat(format), data, algorithm, extractable, toUsages(keyUsages));
    });
  }

  exportKey(format: unknown, key: unknown): Promise<object> {
    return answer(this, arguments.length, 2, () => {
      const exported = exportKeyData(toFormat(format), keyData(key));
      return exported instanceof Bytes ? bufferOf(exported) : exported;
    });
  }

  wrapKey(format: unknown, key: unknown, wrappingKey: unknown, algorithm: unknown): Promise<ArrayBuffer> {
    return answer(this, arguments.length, 4, () => {
      const asked = toFormat(format);
      const normalized = tryNormalize("wrapKey", "encrypt", algorithm);
      const [wrapped, wrapping] = [keyData(key), keyData(wrappingKey)];
      checkKey(wrapping, normalized.name, "wrapKey");
      const exported = exportKeyData(asked, wrapped);
      const bytes = exported instanceof Bytes ? exported : encodeText(toJson(exported));
      return bufferOf(cipher("encrypt", normalized, wrapping, bytes));
    });
  }

  unwrapKey(
    format: unknown,
    wrapped: unknown,
    unwrappingKey: unknown,
    unwrapAlgorithm: unknown,
    keyAlgorithm: unknown,
    extractable: unknown,
    keyUsages: unknown,
  ): Promise<CryptoKey> {
    return answer(this, arguments.length, 7, () => {
      const asked = toFormat(format);
      const usages = toUsages(keyUsages);
      const normalized = tryNormalize("unwrapKey", "decrypt", unwrapAlgorithm);
      normalize("importKey", keyAlgorithm);
      const [unwrapping, bytes] = [keyData(unwrappingKey), bytesOf(wrapped)];
      checkKey(unwrapping, normalized.name, "unwrapKey");
      const data = cipher("decrypt", normalized, unwrapping, bytes);
      return makeKey(asked, asked === "jwk" ? parseJwk(data) : data, keyAlgorithm, extractable, usages);
    });
  }
}

function run(
  direction: Extract<Operation, "encrypt" | "decrypt">,
  algorithm: unknown,
  key: unknown,
  data: unknown,
): ArrayBuffer {
  const normalized = normalize(direction, algorithm);
  const [used, bytes] = [keyData(key), bytesOf(data)];
  checkKey(used, normalized.name, direction);
  return bufferOf(cipher(direction, normalized, used, bytes));
}

function parseJwk(data: Uint8Array): unknown {
  try {
    return parseJson(decodeText(data));
  } catch {
    throw failure("DataError", "The unwrapped key is not a JWK");
  }
}

export function createSubtleCrypto(): SubtleCrypto {
  return new SubtleCrypto(token);
}
