/** What WebCrypto says of each algorithm's keys: their usages, and their names in a JWK. */
import type { Algorithm } from "./crypto-algorithms.guest";
import type { KeyAlgorithm, KeyData, Usage } from "./crypto-key.guest";
import { USAGES } from "./crypto-key.guest";
import { failure } from "./crypto-primitives.guest";

export interface Family {
  readonly kind: "aes" | "hmac" | "rsa" | "ec" | "okp" | "kdf";
  /** Usages that a secret or private key may have. */
  readonly usages: readonly Usage[];
  readonly publicUsages: readonly Usage[];
  /** The `use` that a JWK may say. */
  readonly use: "sig" | "enc";
}

function family(
  kind: Family["kind"],
  use: Family["use"],
  usages: readonly Usage[],
  publicUsages: readonly Usage[] = [],
): Family {
  return { kind, use, usages, publicUsages };
}

const CIPHER = family("aes", "enc", ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);
const DERIVE: readonly Usage[] = ["deriveKey", "deriveBits"];

const FAMILIES: Readonly<Record<string, Family>> = {
  "AES-CTR": CIPHER,
  "AES-CBC": CIPHER,
  "AES-GCM": CIPHER,
  "AES-KW": family("aes", "enc", ["wrapKey", "unwrapKey"]),
  HMAC: family("hmac", "sig", ["sign", "verify"]),
  "RSASSA-PKCS1-v1_5": family("rsa", "sig", ["sign"], ["verify"]),
  "RSA-PSS": family("rsa", "sig", ["sign"], ["verify"]),
  "RSA-OAEP": family("rsa", "enc", ["decrypt", "unwrapKey"], ["encrypt", "wrapKey"]),
  ECDSA: family("ec", "sig", ["sign"], ["verify"]),
  ECDH: family("ec", "enc", DERIVE),
  Ed25519: family("okp", "sig", ["sign"], ["verify"]),
  X25519: family("okp", "enc", DERIVE),
  HKDF: family("kdf", "enc", DERIVE),
  PBKDF2: family("kdf", "enc", DERIVE),
};

export function familyOf(name: string): Family {
  const found = FAMILIES[name];
  if (found === undefined) throw failure("NotSupportedError", `Unrecognized algorithm ${name}`);
  return found;
}

/** In the standard's order, each once. */
export function inOrder(usages: readonly Usage[]): Usage[] {
  return USAGES.filter((usage) => usages.includes(usage));
}

export function checkUsages(usages: readonly Usage[], allowed: readonly Usage[]): void {
  for (const usage of usages) {
    if (!allowed.includes(usage)) throw failure("SyntaxError", `The key can't be used to ${usage}`);
  }
}

/** A secret or private key that can do nothing is an error. */
export function checkUseful(data: KeyData): KeyData {
  if (data.type !== "public" && data.usages.length === 0) {
    throw failure("SyntaxError", "Usages cannot be empty when creating a key.");
  }
  return data;
}

export function keyAlgorithm(name: string, members: Partial<KeyAlgorithm> = {}): KeyAlgorithm {
  return {
    name,
    hash: null,
    length: null,
    namedCurve: null,
    modulusLength: null,
    publicExponent: null,
    ...members,
  };
}

const CURVES: readonly (string | null)[] = ["P-256", "P-384", "P-521"];

export function checkCurve(algorithm: Algorithm): string {
  const { namedCurve } = algorithm;
  if (namedCurve === null || !CURVES.includes(namedCurve)) {
    throw failure("NotSupportedError", "Unrecognized namedCurve");
  }
  return namedCurve;
}

/** The curve's size in bytes. */
export function curveBytes(namedCurve: string | null): number {
  return namedCurve === "P-521" ? 66 : namedCurve === "P-384" ? 48 : 32;
}

const hashBits = (algorithm: KeyAlgorithm): string => (algorithm.hash ?? "").slice("SHA-".length);

/** The `alg` values that a JWK for this key may carry, the one that is exported first; null: any, and none is exported. */
export function jwkAlgorithms(algorithm: KeyAlgorithm): readonly string[] | null {
  const bits = hashBits(algorithm);
  switch (algorithm.name) {
    case "HMAC":
      return [`HS${bits}`];
    case "RSASSA-PKCS1-v1_5":
      return [`RS${bits}`];
    case "RSA-PSS":
      return [`PS${bits}`];
    case "RSA-OAEP":
      return [bits === "1" ? "RSA-OAEP" : `RSA-OAEP-${bits}`];
    case "AES-CTR":
    case "AES-CBC":
    case "AES-GCM":
    case "AES-KW":
      return [`A${algorithm.length ?? 0}${algorithm.name.slice("AES-".length)}`];
    case "Ed25519":
      return ["Ed25519", "EdDSA"];
    case "ECDSA":
      return [`ES${algorithm.namedCurve === "P-521" ? "512" : (algorithm.namedCurve ?? "").slice(2)}`];
    default:
      return null;
  }
}

/** Bits of an HMAC key when nobody says how many: the hash's block. */
export function hmacBlockBits(hash: string | null): number {
  return hash === "SHA-1" || hash === "SHA-256" ? 512 : 1024;
}

/** How long a key that is derived must be, in bits; null: as long as what it is derived from gives. */
export function keyLengthBits(algorithm: Algorithm): number | null {
  const { kind } = familyOf(algorithm.name);
  if (kind === "kdf") return null;
  if (kind === "aes") return checkAesLength(algorithm.length);
  if (algorithm.length === 0) throw new TypeError("The length of an HMAC key can't be zero");
  return algorithm.length ?? hmacBlockBits(algorithm.hash);
}

export function checkAesLength(length: number | null): number {
  if (length !== 128 && length !== 192 && length !== 256) {
    throw failure("OperationError", "The length of an AES key must be 128, 192 or 256 bits");
  }
  return length;
}
