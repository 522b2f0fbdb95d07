/** Importing keys: https://w3c.github.io/webcrypto/#SubtleCrypto-method-importKey and each algorithm's own section. */
import type { Algorithm } from "./crypto-algorithms.guest";
import { checkCurve, checkUsages, checkUseful, familyOf, keyAlgorithm } from "./crypto-families.guest";
import type { Jwk } from "./crypto-jwk.guest";
import { checkJwk } from "./crypto-jwk.guest";
import type { KeyAlgorithm, KeyData, Usage } from "./crypto-key.guest";
import { Bytes, failure, fromBase64Url, parseJson, toBase64Url, toJson, toKeyText } from "./crypto-primitives.guest";

export type Format = "raw" | "spki" | "pkcs8" | "jwk";

/** What is imported, its arguments converted. `data` is a JWK exactly where `format` says so. */
export interface Import {
  readonly format: Format;
  readonly data: Uint8Array | Jwk;
  readonly algorithm: Algorithm;
  readonly extractable: boolean;
  readonly usages: readonly Usage[];
}

export function importKeyData(request: Import): KeyData {
  const { kind } = familyOf(request.algorithm.name);
  if (kind === "kdf") return checkUseful(importSecretForDerivation(request));
  if (kind === "aes" || kind === "hmac") return checkUseful(importSecret(request, kind));
  return checkUseful(importAsymmetric(request, kind));
}

function unsupportedFormat(request: Import): Error {
  return failure("NotSupportedError", `Unable to import a ${request.algorithm.name} key as ${request.format}`);
}

function badData(message = "The key data is not valid"): Error {
  return failure("DataError", message);
}

function importSecretForDerivation(request: Import): KeyData {
  const { data, algorithm, extractable, usages } = request;
  if (request.format !== "raw" || !(data instanceof Bytes)) throw unsupportedFormat(request);
  checkUsages(usages, familyOf(algorithm.name).usages);
  if (extractable) throw failure("SyntaxError", `${algorithm.name} keys can't be extractable`);
  return {
    type: "secret",
    extractable,
    algorithm: keyAlgorithm(algorithm.name),
    usages,
    material: new Bytes(data),
  };
}

function importSecret(request: Import, kind: "aes" | "hmac"): KeyData {
  const { format, data, algorithm, extractable, usages } = request;
  if (format !== "raw" && format !== "jwk") throw unsupportedFormat(request);
  checkUsages(usages, familyOf(algorithm.name).usages);
  const material = data instanceof Bytes ? new Bytes(data) : secretOfJwk(data);
  const made = kind === "aes" ? aesAlgorithm(algorithm, material) : hmacAlgorithm(algorithm, material);
  if (!(data instanceof Bytes)) checkJwk(data, { algorithm: made, extractable, usages });
  return { type: "secret", extractable, algorithm: made, usages, material };
}

function secretOfJwk(jwk: Jwk): Uint8Array {
  const material = jwk.kty === "oct" && jwk.k !== null ? fromBase64Url(jwk.k) : null;
  if (material === null) throw badData("The JWK is not a secret key");
  return material;
}

function aesAlgorithm({ name }: Algorithm, material: Uint8Array): KeyAlgorithm {
  const length = material.length * 8;
  if (length !== 128 && length !== 192 && length !== 256) throw badData("Invalid key length");
  return keyAlgorithm(name, { length });
}

function hmacAlgorithm({ name, hash, length }: Algorithm, material: Uint8Array): KeyAlgorithm {
  const bits = material.length * 8;
  if (bits === 0) throw badData("Zero-length key is not supported");
  if (length !== null && (length > bits || length <= bits - 8)) throw badData("Invalid key length");
  const unused = length === null ? 0 : bits - length;
  // The bits past the length are not part of the key.
  if (unused > 0) material[material.length - 1] = ((material[material.length - 1] ?? 0) >> unused) << unused;
  return keyAlgorithm(name, { hash, length: length ?? bits });
}

function importAsymmetric(request: Import, kind: "rsa" | "ec" | "okp"): KeyData {
  const { format, data, algorithm, extractable, usages } = request;
  const { name } = algorithm;
  const curve = kind === "ec" ? checkCurve(algorithm) : kind === "okp" ? name : null;
  const isPrivate = data instanceof Bytes ? format === "pkcs8" : data.d !== null;
  if (format === "raw" && kind === "rsa") throw unsupportedFormat(request);
  checkUsages(usages, isPrivate ? familyOf(name).usages : familyOf(name).publicUsages);
  const material =
    data instanceof Bytes ? materialOfBytes(format, kind, curve, data) : materialOfJwk(data, kind, curve);
  const members = parseJson(material) as Record<string, string | undefined>;
  if (members["kty"] !== KEY_TYPES[kind] || (curve !== null && members["crv"] !== curve)) {
    throw badData("The key is of another type or curve");
  }
  const made =
    kind === "rsa" ? rsaAlgorithm(algorithm, members) : keyAlgorithm(name, kind === "ec" ? { namedCurve: curve } : {});
  if (!(data instanceof Bytes)) checkJwk(data, { algorithm: made, extractable, usages });
  return { type: isPrivate ? "private" : "public", extractable, algorithm: made, usages, material };
}

const KEY_TYPES = { rsa: "RSA", ec: "EC", okp: "OKP" } as const;

function materialOfBytes(format: Format, kind: "rsa" | "ec" | "okp", curve: string | null, data: Uint8Array): string {
  if (format !== "raw") return toKeyText("DataError", "import-der", { format }, data);
  if (kind === "ec") return toKeyText("DataError", "import-point", { curve: curve ?? "" }, data);
  if (data.length !== 32) throw badData("The public key must be 32 bytes long");
  const jwk = { kty: "OKP", crv: curve, x: toBase64Url(data) };
  return toKeyText("DataError", "import-jwk", { key: toJson(jwk) });
}

function materialOfJwk(jwk: Jwk, kind: "rsa" | "ec" | "okp", curve: string | null): string {
  if (jwk.kty !== KEY_TYPES[kind]) throw badData('The JWK "kty" does not suit the algorithm');
  if (curve !== null && jwk.crv !== curve) throw badData('The JWK "crv" does not suit the algorithm');
  if (jwk.oth) throw failure("NotSupportedError", "RSA keys of more than two primes are not supported");
  return toKeyText("DataError", "import-jwk", { key: toJson(mathematicalMembers(jwk, kind)) });
}

const MEMBERS = {
  rsa: ["n", "e", "d", "p", "q", "dp", "dq", "qi"],
  ec: ["x", "y", "d"],
  okp: ["x", "d"],
} as const;

function mathematicalMembers(jwk: Jwk, kind: "rsa" | "ec" | "okp"): object {
  const members: Record<string, string> = { kty: jwk.kty ?? "" };
  if (kind !== "rsa") members["crv"] = jwk.crv ?? "";
  for (const name of MEMBERS[kind]) {
    const value = jwk[name];
    if (value === null) continue;
    // Node's own decoder would pass over characters that are not base64url.
    if (fromBase64Url(value) === null) throw badData(`The JWK "${name}" is not base64url`);
    members[name] = value;
  }
  return members;
}

function rsaAlgorithm({ name, hash }: Algorithm, members: Record<string, string | undefined>): KeyAlgorithm {
  const modulus = fromBase64Url(members["n"] ?? "");
  const publicExponent = fromBase64Url(members["e"] ?? "");
  if (modulus === null || publicExponent === null) throw badData();
  const modulusLength = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  return keyAlgorithm(name, { hash, modulusLength, publicExponent });
}

/** The public part of a private key's material. */
export function publicMaterial(material: string): string {
  const { kty, crv, x, y, n, e } = parseJson(material) as Record<string, string | undefined>;
  return toJson({ kty, crv, x, y, n, e });
}
