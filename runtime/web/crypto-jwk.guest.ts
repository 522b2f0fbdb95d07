/** JSON Web Keys, as WebCrypto's JsonWebKey dictionary and RFC 7517 have them. */
import { familyOf, jwkAlgorithms } from "./crypto-families.guest";
import type { KeyAlgorithm, KeyData, Usage } from "./crypto-key.guest";
import { Bytes, failure, parseJson, toBase64Url } from "./crypto-primitives.guest";
import { toText, TypeError } from "./primordials.guest";

const TEXT_MEMBERS = ["kty", "use", "alg", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "k"] as const;
type TextMember = (typeof TEXT_MEMBERS)[number];

/** A JWK with its members converted; absent ones are null. */
export interface Jwk extends Readonly<Record<TextMember, string | null>> {
  readonly keyOperations: readonly string[] | null;
  readonly ext: boolean | null;
  /** Whether it has more than two primes. */
  readonly oth: boolean;
}

/** WebIDL's conversion of a dictionary. @throws {TypeError} when a member can't be converted. */
export function toJwk(value: unknown): Jwk {
  if (typeof value !== "object" || value === null || value instanceof Bytes) {
    throw new TypeError("The key data is not a JsonWebKey");
  }
  const given = value as Record<string, unknown>;
  const texts = {} as Record<TextMember, string | null>;
  for (const name of TEXT_MEMBERS) {
    const member = given[name];
    texts[name] = member === undefined ? null : toText(member);
  }
  const { key_ops: operations, ext, oth } = given;
  return {
    ...texts,
    keyOperations: operations === undefined ? null : [...(operations as Iterable<unknown>)].map(toText),
    ext: ext === undefined ? null : Boolean(ext),
    oth: oth !== undefined,
  };
}

interface Wanted {
  readonly algorithm: KeyAlgorithm;
  readonly extractable: boolean;
  readonly usages: readonly Usage[];
}

/** What a JWK says of its use must agree with what is asked of the key. */
export function checkJwk(jwk: Jwk, { algorithm, extractable, usages }: Wanted): void {
  const { use } = familyOf(algorithm.name);
  if (usages.length > 0 && jwk.use !== null && jwk.use !== use) throw mismatch("use");
  const operations = jwk.keyOperations;
  if (operations !== null) {
    if (new Set(operations).size !== operations.length) throw mismatch("key_ops");
    if (!usages.every((usage) => operations.includes(usage))) throw mismatch("key_ops");
  }
  if (jwk.ext === false && extractable) throw mismatch("ext");
  const names = jwkAlgorithms(algorithm);
  if (jwk.alg !== null && names !== null && !names.includes(jwk.alg)) throw mismatch("alg");
}

function mismatch(member: string): Error {
  return failure("DataError", `The JWK "${member}" does not agree with what the key is imported for`);
}

/** The key as a JWK, a plain object of the function's own. */
export function exportJwk(key: KeyData): object {
  const { algorithm, material, usages, extractable } = key;
  const members: Record<string, unknown> =
    typeof material === "string"
      ? (parseJson(material) as Record<string, unknown>)
      : { kty: "oct", k: toBase64Url(material) };
  const alg = algorithm.name === "ECDSA" ? undefined : jwkAlgorithms(algorithm)?.[0];
  return { key_ops: [...usages], ext: extractable, ...members, ...(alg !== undefined && { alg }) };
}
