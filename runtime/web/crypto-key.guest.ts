import { Bytes } from "./crypto-primitives.guest";

export const USAGES = [
  "encrypt",
  "decrypt",
  "sign",
  "verify",
  "deriveKey",
  "deriveBits",
  "wrapKey",
  "unwrapKey",
] as const;
export type Usage = (typeof USAGES)[number];

/** What a key's algorithm was fixed to when it was made. Members that its algorithm doesn't have are null. */
export interface KeyAlgorithm {
  readonly name: string;
  readonly hash: string | null;
  readonly length: number | null;
  readonly namedCurve: string | null;
  readonly modulusLength: number | null;
  readonly publicExponent: Uint8Array | null;
}

/**
 * All of a key, as plain data of the guest, so that it lives on in a snapshot. `material` is a secret's bytes, or the JSON of
 * a JWK's mathematical members.
 */
export interface KeyData {
  readonly type: "secret" | "public" | "private";
  readonly extractable: boolean;
  readonly algorithm: KeyAlgorithm;
  readonly usages: readonly Usage[];
  readonly material: Uint8Array | string;
}

/** A CryptoKey's data; null for any other object. */
export let readData: (key: object) => KeyData | null;
const token = {};

/** WebCrypto's CryptoKey. `algorithm` and `usages` are made once and may be changed by the function: nothing reads them. */
export class CryptoKey {
  readonly #data: KeyData;
  #algorithm: object | null = null;
  #usages: Usage[] | null = null;

  static {
    readData = (key) => (#data in key ? key.#data : null);
  }

  /** Not for functions: it throws "Illegal constructor" for whoever doesn't hold this module's token. */
  constructor(...args: readonly unknown[]) {
    if (args[0] !== token) throw new TypeError("Illegal constructor");
    this.#data = args[1] as KeyData;
  }

  get type(): KeyData["type"] {
    return this.#data.type;
  }

  get extractable(): boolean {
    return this.#data.extractable;
  }

  get algorithm(): object {
    return (this.#algorithm ??= exposedAlgorithm(this.#data.algorithm));
  }

  get usages(): Usage[] {
    return (this.#usages ??= [...this.#data.usages]);
  }
}

export function createKey(data: KeyData): CryptoKey {
  return new CryptoKey(token, data);
}

/** The data of an argument that must be a CryptoKey. */
export function keyData(value: unknown): KeyData {
  const data = typeof value === "object" && value !== null ? readData(value) : null;
  if (data === null) throw new TypeError("The argument is not a CryptoKey");
  return data;
}

function exposedAlgorithm(algorithm: KeyAlgorithm): object {
  const { name, hash, length, namedCurve, modulusLength, publicExponent } = algorithm;
  return {
    name,
    ...(modulusLength !== null && { modulusLength }),
    ...(publicExponent !== null && { publicExponent: new Bytes(publicExponent) }),
    ...(hash !== null && { hash: { name: hash } }),
    ...(length !== null && { length }),
    ...(namedCurve !== null && { namedCurve }),
  };
}
