/** What keys do: ciphers, signatures, derivations. Each takes its algorithm normalized and its key already checked. */
import type { Algorithm } from "./crypto-algorithms.guest";
import type { KeyData } from "./crypto-key.guest";
import { Bytes, failure, toBytes, toFlag } from "./crypto-primitives.guest";

const EMPTY = new Bytes(0);
const TAG_BITS: readonly number[] = [32, 64, 96, 104, 112, 120, 128];

export type Direction = "encrypt" | "decrypt";

function secret(key: KeyData): Uint8Array {
  return key.material instanceof Bytes ? key.material : EMPTY;
}

function jwk(key: KeyData): string {
  return typeof key.material === "string" ? key.material : "";
}

export function cipher(direction: Direction, algorithm: Algorithm, key: KeyData, data: Uint8Array): Uint8Array {
  switch (algorithm.name) {
    case "RSA-OAEP": {
      if (key.type !== (direction === "encrypt" ? "public" : "private")) {
        throw failure("InvalidAccessError", `The key's type is wrong to ${direction}`);
      }
      const parameters = { key: jwk(key), hash: key.algorithm.hash ?? "" };
      return toBytes(`rsa-${direction}`, parameters, data, algorithm.label ?? EMPTY);
    }
    case "AES-CBC": {
      const iv = algorithm.iv ?? EMPTY;
      if (iv.length !== 16) throw failure("OperationError", "algorithm.iv must contain exactly 16 bytes");
      return toBytes(`aes-${direction}`, { mode: "cbc" }, secret(key), iv, data);
    }
    case "AES-CTR":
      return counterMode(direction, algorithm, key, data);
    case "AES-GCM": {
      const bits = algorithm.tagLength ?? 128;
      if (!TAG_BITS.includes(bits)) throw failure("OperationError", `${bits} is not a valid AES-GCM tag length`);
      const parameters = { mode: "gcm", tagBytes: bits / 8 };
      const { iv, additionalData } = algorithm;
      return toBytes(`aes-${direction}`, parameters, secret(key), iv ?? EMPTY, data, additionalData ?? EMPTY);
    }
    default:
      return toBytes(direction === "encrypt" ? "aes-wrap" : "aes-unwrap", {}, secret(key), data);
  }
}

/**
 * AES-CTR where only the last `length` bits of the counter count. The host's cipher counts with all 128, so what follows a
 * wrap is done apart, from a counter whose low bits begin at zero again.
 */
function counterMode(direction: Direction, algorithm: Algorithm, key: KeyData, data: Uint8Array): Uint8Array {
  const counter = algorithm.counter ?? EMPTY;
  const length = algorithm.length ?? 0;
  if (counter.length !== 16) throw failure("OperationError", "algorithm.counter must contain exactly 16 bytes");
  if (length === 0 || length > 128) throw failure("OperationError", "algorithm.length must be 1 to 128 bits");
  const blocks = BigInt(Math.ceil(data.length / 16));
  const period = 1n << BigInt(length);
  if (blocks > period) throw failure("OperationError", "The counter would repeat");
  let value = 0n;
  for (const byte of counter) value = (value << 8n) | BigInt(byte);
  const untilWrap = period - (value % period);
  const run = (from: Uint8Array, part: Uint8Array): Uint8Array =>
    toBytes(`aes-${direction}`, { mode: "ctr" }, secret(key), from, part);
  if (blocks <= untilWrap) return run(counter, data);
  const split = Number(untilWrap) * 16;
  const result = new Bytes(data.length);
  result.set(run(counter, data.subarray(0, split)));
  result.set(run(blockOf(value - (value % period)), data.subarray(split)), split);
  return result;
}

function blockOf(value: bigint): Uint8Array {
  const block = new Bytes(16);
  for (let index = 15, rest = value; index >= 0; index -= 1, rest >>= 8n) block[index] = Number(rest & 255n);
  return block;
}

const SCHEMES: Readonly<Record<string, string>> = {
  "RSASSA-PKCS1-v1_5": "rsassa",
  "RSA-PSS": "pss",
  ECDSA: "ecdsa",
  Ed25519: "ed25519",
};

/** The hash is the key's own, except for ECDSA, where it is the call's. */
function schemeParameters(algorithm: Algorithm, key: KeyData): Record<string, string | number> {
  return {
    scheme: SCHEMES[algorithm.name] ?? "",
    hash: algorithm.hash ?? key.algorithm.hash ?? "",
    saltLength: algorithm.saltLength ?? 0,
    key: jwk(key),
  };
}

export function signature(algorithm: Algorithm, key: KeyData, data: Uint8Array): Uint8Array {
  if (algorithm.name === "HMAC") return toBytes("hmac", { hash: key.algorithm.hash ?? "" }, secret(key), data);
  if (key.type !== "private") throw failure("InvalidAccessError", "The key is not a private key");
  return toBytes("sign", schemeParameters(algorithm, key), data);
}

export function isValid(algorithm: Algorithm, key: KeyData, signed: Uint8Array, data: Uint8Array): boolean {
  if (algorithm.name === "HMAC") {
    return toFlag("hmac-verify", { hash: key.algorithm.hash ?? "" }, secret(key), data, signed);
  }
  if (key.type !== "public") throw failure("InvalidAccessError", "The key is not a public key");
  return toFlag("verify", schemeParameters(algorithm, key), data, signed);
}

/** `length` in bits; null: all that there is. */
export function derivedBits(algorithm: Algorithm, key: KeyData, length: number | null): Uint8Array {
  return algorithm.name === "ECDH" || algorithm.name === "X25519"
    ? agreedBits(algorithm, key, length)
    : expandedBits(algorithm, key, length);
}

function agreedBits(algorithm: Algorithm, key: KeyData, length: number | null): Uint8Array {
  const other = algorithm.public;
  if (key.type !== "private") throw failure("InvalidAccessError", "The base key is not a private key");
  if (other?.type !== "public") throw failure("InvalidAccessError", "algorithm.public must be a public key");
  if (other.algorithm.name !== key.algorithm.name || other.algorithm.namedCurve !== key.algorithm.namedCurve) {
    throw failure("InvalidAccessError", "The keys are of different algorithms or curves");
  }
  const shared = toBytes("agree", { key: jwk(key), public: jwk(other) });
  if (length === null) return shared;
  if (length > shared.length * 8) throw failure("OperationError", "derived bit length is too small");
  const bits = new Bytes(shared.subarray(0, Math.ceil(length / 8)));
  const unused = bits.length * 8 - length;
  if (unused > 0) bits[bits.length - 1] = ((bits[bits.length - 1] ?? 0) >> unused) << unused;
  return bits;
}

function expandedBits(algorithm: Algorithm, key: KeyData, length: number | null): Uint8Array {
  if (length === null || length % 8 !== 0) throw failure("OperationError", "length must be a multiple of 8");
  const { hash, salt, info, iterations } = algorithm;
  const parameters = { hash: hash ?? "", bytes: length / 8 };
  if (algorithm.name === "HKDF") return toBytes("hkdf", parameters, secret(key), salt ?? EMPTY, info ?? EMPTY);
  if (iterations === 0) throw failure("OperationError", "iterations cannot be zero");
  return toBytes("pbkdf2", { ...parameters, iterations: iterations ?? 0 }, secret(key), salt ?? EMPTY);
}
