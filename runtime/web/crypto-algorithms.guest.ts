/**
 * "Normalizing an algorithm" of WebCrypto, as tables: which algorithm does which operation, and which members its dictionary has.
 * https://w3c.github.io/webcrypto/#algorithm-normalization
 */
import type { KeyData } from "./crypto-key.guest";
import { keyData } from "./crypto-key.guest";
import { Bytes, bytesOf, failure } from "./crypto-primitives.guest";
import { toText, TypeError } from "./primordials.guest";

/** An algorithm argument with its members converted; a member that was not given, or that it doesn't have, is null. */
export interface Algorithm {
  readonly name: string;
  readonly hash: string | null;
  readonly iv: Uint8Array | null;
  readonly counter: Uint8Array | null;
  readonly length: number | null;
  readonly additionalData: Uint8Array | null;
  readonly tagLength: number | null;
  readonly label: Uint8Array | null;
  readonly saltLength: number | null;
  readonly modulusLength: number | null;
  readonly publicExponent: Uint8Array | null;
  readonly namedCurve: string | null;
  readonly public: KeyData | null;
  readonly salt: Uint8Array | null;
  readonly info: Uint8Array | null;
  readonly iterations: number | null;
}

const NONE: Omit<Algorithm, "name"> = {
  hash: null,
  iv: null,
  counter: null,
  length: null,
  additionalData: null,
  tagLength: null,
  label: null,
  saltLength: null,
  modulusLength: null,
  publicExponent: null,
  namedCurve: null,
  public: null,
  salt: null,
  info: null,
  iterations: null,
};

/** WebIDL's conversion with [EnforceRange]. */
export function toInteger(value: unknown, maximum: number): number {
  if (typeof value === "bigint" || typeof value === "symbol") throw new TypeError("The value is not a number");
  const number = Math.trunc(Number(value));
  if (!(number >= 0 && number <= maximum)) throw new TypeError(`The value is not in the range 0 to ${maximum}`);
  return number + 0;
}

function toPublicExponent(value: unknown): Uint8Array {
  if (!(value instanceof Bytes)) throw new TypeError("publicExponent must be a Uint8Array");
  return new Bytes(value);
}

const octet = (value: unknown): number => toInteger(value, 0xff);
const unsignedShort = (value: unknown): number => toInteger(value, 0xffff);
const unsignedLong = (value: unknown): number => toInteger(value, 0xffffffff);
const hash = (value: unknown): string => normalize("digest", value).name;

type MemberName = keyof Omit<Algorithm, "name">;
/** A member's name, its conversion, and whether it must be there. */
type Member = readonly [name: MemberName, convert: (value: unknown) => unknown, presence: "required" | "optional"];

const HASH: Member = ["hash", hash, "required"];
const CURVE: Member = ["namedCurve", toText, "required"];
const AES_LENGTH: Member = ["length", unsignedShort, "required"];
const HMAC_LENGTH: Member = ["length", unsignedLong, "optional"];
const PUBLIC: Member = ["public", keyData, "required"];
const SALT: Member = ["salt", bytesOf, "required"];
const RSA_GENERATION: readonly Member[] = [
  HASH,
  ["modulusLength", unsignedLong, "required"],
  ["publicExponent", toPublicExponent, "required"],
];
type Table = Readonly<Record<string, readonly Member[]>>;

const AES_CIPHERS: Table = {
  "AES-CBC": [["iv", bytesOf, "required"]],
  "AES-CTR": [
    ["counter", bytesOf, "required"],
    ["length", octet, "required"],
  ],
  "AES-GCM": [
    ["additionalData", bytesOf, "optional"],
    ["iv", bytesOf, "required"],
    ["tagLength", octet, "optional"],
  ],
};
const CIPHERS: Table = { "RSA-OAEP": [["label", bytesOf, "optional"]], ...AES_CIPHERS };
const SIGNATURES: Table = {
  HMAC: [],
  "RSASSA-PKCS1-v1_5": [],
  "RSA-PSS": [["saltLength", unsignedLong, "required"]],
  ECDSA: [HASH],
  Ed25519: [],
};
const DERIVATIONS: Table = {
  ECDH: [PUBLIC],
  X25519: [PUBLIC],
  HKDF: [HASH, ["info", bytesOf, "required"], SALT],
  PBKDF2: [HASH, ["iterations", unsignedLong, "required"], SALT],
};
const AES_NAMES = ["AES-CTR", "AES-CBC", "AES-GCM", "AES-KW"] as const;
const RSA_NAMES = ["RSASSA-PKCS1-v1_5", "RSA-PSS", "RSA-OAEP"] as const;
const EC_NAMES = ["ECDSA", "ECDH"] as const;
const OKP_NAMES = ["Ed25519", "X25519"] as const;
const KDF_NAMES = ["HKDF", "PBKDF2"] as const;

function each(names: readonly string[], members: readonly Member[]): Table {
  return Object.fromEntries(names.map((name) => [name, members]));
}

const TABLES = {
  digest: each(["SHA-1", "SHA-256", "SHA-384", "SHA-512"], []),
  sign: SIGNATURES,
  verify: SIGNATURES,
  encrypt: CIPHERS,
  decrypt: CIPHERS,
  wrapKey: { "AES-KW": [] } as Table,
  unwrapKey: { "AES-KW": [] } as Table,
  deriveBits: DERIVATIONS,
  generateKey: {
    ...each(RSA_NAMES, RSA_GENERATION),
    ...each(EC_NAMES, [CURVE]),
    ...each(OKP_NAMES, []),
    ...each(AES_NAMES, [AES_LENGTH]),
    HMAC: [HASH, HMAC_LENGTH],
  } as Table,
  importKey: {
    ...each(RSA_NAMES, [HASH]),
    ...each(EC_NAMES, [CURVE]),
    ...each([...OKP_NAMES, ...AES_NAMES, ...KDF_NAMES], []),
    HMAC: [HASH, HMAC_LENGTH],
  } as Table,
  "get key length": {
    ...each(AES_NAMES, [AES_LENGTH]),
    ...each(KDF_NAMES, []),
    HMAC: [HASH, HMAC_LENGTH],
  } as Table,
};
export type Operation = keyof typeof TABLES;

/**
 * @throws {TypeError} for an argument that is not what WebIDL asks; a NotSupportedError where the algorithm is unknown, or
 * can't do the operation.
 */
export function normalize(operation: Operation, argument: unknown): Algorithm {
  const isDictionary = (typeof argument === "object" && argument !== null) || typeof argument === "function";
  const dictionary = isDictionary ? (argument as Record<string, unknown>) : { name: toText(argument) };
  const given = dictionary["name"];
  if (given === undefined) throw new TypeError("The algorithm's name is missing");
  const wanted = toText(given).toUpperCase();
  const table = TABLES[operation];
  const name = Object.keys(table).find((candidate) => candidate.toUpperCase() === wanted);
  if (name === undefined) throw failure("NotSupportedError", `Unrecognized algorithm name for ${operation}`);
  const members: Partial<Record<MemberName, unknown>> = {};
  for (const [member, convert, presence] of table[name] ?? []) {
    const value = dictionary[member];
    if (value !== undefined) members[member] = convert(value);
    else if (presence === "required") throw new TypeError(`The algorithm's ${member} is missing`);
  }
  return { name, ...NONE, ...(members as Partial<Algorithm>) };
}

/** Whether `normalize` would find the algorithm; other errors are thrown as it throws them. */
export function tryNormalize(operation: Operation, otherwise: Operation, argument: unknown): Algorithm {
  try {
    return normalize(operation, argument);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return normalize(otherwise, argument);
  }
}
