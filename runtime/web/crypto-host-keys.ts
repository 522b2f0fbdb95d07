/**
 * The host's primitives with asymmetric keys. A key travels as the JSON of a JWK with its mathematical members only
 * (`kty`, `crv`, `x`, `n`, …), which the guest keeps; the host makes a key object of it for the length of one call.
 */
import type { JsonWebKey, KeyObject } from "node:crypto";
import type { Parameters, Primitive } from "./crypto-host-parameters";
import { byteString, hashName, integer, oneOf, Refusal } from "./crypto-host-parameters";
import { nodeCrypto } from "./node-crypto";

/** Generating takes some tenths of a second at 4,096 bits, and grows with the fourth power. */
const MAX_GENERATED_BITS = 4096;
/** One private operation takes about a tenth of a second at 8,192 bits, and grows with the third power. */
const MAX_PRIVATE_BITS = 8192;
/** What OpenSSL verifies with at most. */
const MAX_PUBLIC_BITS = 16_384;
const SCHEMES = ["rsassa", "pss", "ecdsa", "ed25519"] as const;
const CURVES = ["P-256", "P-384", "P-521"] as const;
/** OpenSSL's names of the curves, for the conversion of points. */
const CURVE_NAMES = { "P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1" } as const;
const MEMBERS = ["crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi"] as const;
const KEY_TYPES = ["RSA", "EC", "OKP"] as const;

function readKey(parameters: Parameters, name: string): KeyObject {
  const json = parameters[name];
  if (typeof json !== "string") throw new Refusal(name);
  const given = JSON.parse(json) as Record<string, unknown> | null;
  if (typeof given !== "object" || given === null) throw new Refusal(name);
  const jwk: JsonWebKey = { kty: oneOf(given, "kty", KEY_TYPES) };
  for (const member of MEMBERS) {
    const value = given[member];
    if (typeof value === "string") jwk[member] = value;
  }
  const input = { key: jwk, format: "jwk" } as const;
  return checkSize(jwk.d === undefined ? nodeCrypto().createPublicKey(input) : nodeCrypto().createPrivateKey(input));
}

function readTyped(parameters: Parameters, name: string, type: "public" | "private"): KeyObject {
  const key = readKey(parameters, name);
  if (key.type !== type) throw new Refusal(name);
  return key;
}

function checkSize(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits > (key.type === "private" ? MAX_PRIVATE_BITS : MAX_PUBLIC_BITS)) throw new Refusal("modulus length");
  return key;
}

/** RSA keys for PSS alone carry another object identifier, which WebCrypto doesn't accept; their JWK can't be had either. */
function toJson(key: KeyObject): string {
  return JSON.stringify(key.export({ format: "jwk" }));
}

function importDer(parameters: Parameters, bytes: readonly unknown[]): string {
  const key = Buffer.from(byteString(bytes, 0));
  const type = oneOf(parameters, "format", ["spki", "pkcs8"]);
  const input = { key, format: "der" } as const;
  return toJson(
    checkSize(
      type === "spki"
        ? nodeCrypto().createPublicKey({ ...input, type })
        : nodeCrypto().createPrivateKey({ ...input, type }),
    ),
  );
}

/** Checks a JWK and answers with its canonical form. A private key whose public part belongs to another is refused. */
function importJwk(parameters: Parameters): string {
  const key = readKey(parameters, "key");
  if (key.type === "private" && key.asymmetricKeyType !== "rsa") {
    const canonical = nodeCrypto().createPrivateKey({
      key: key.export({ format: "der", type: "pkcs8" }),
      format: "der",
      type: "pkcs8",
    });
    const given = JSON.parse(String(parameters["key"])) as JsonWebKey;
    const own = publicPoint(canonical);
    if (own.x !== given.x || own.y !== given.y) throw new Refusal("public part of another key");
  }
  return toJson(key);
}

/** The public point as it follows from the private number, whatever public point the key object carries. */
function publicPoint(key: KeyObject): JsonWebKey {
  const jwk = key.export({ format: "jwk" });
  if (key.asymmetricKeyType !== "ec") return jwk;
  const curve = oneOf({ curve: jwk.crv }, "curve", CURVES);
  const computer = nodeCrypto().createECDH(CURVE_NAMES[curve]);
  computer.setPrivateKey(Buffer.from(String(jwk.d), "base64url"));
  const point = computer.getPublicKey();
  const half = (point.length - 1) / 2;
  return { x: point.toString("base64url", 1, 1 + half), y: point.toString("base64url", 1 + half) };
}

/** An elliptic curve's point in either of its forms, as a JWK. */
function importPoint(parameters: Parameters, bytes: readonly unknown[]): string {
  const crv = oneOf(parameters, "curve", CURVES);
  const point = nodeCrypto().ECDH.convertKey(
    byteString(bytes, 0),
    CURVE_NAMES[crv],
    undefined,
    undefined,
    "uncompressed",
  ) as Buffer;
  const half = (point.length - 1) / 2;
  const x = point.toString("base64url", 1, 1 + half);
  const y = point.toString("base64url", 1 + half);
  return toJson(nodeCrypto().createPublicKey({ key: { kty: "EC", crv, x, y }, format: "jwk" }));
}

function exportDer(parameters: Parameters): Uint8Array {
  const key = readKey(parameters, "key");
  return oneOf(parameters, "format", ["spki", "pkcs8"]) === "spki"
    ? key.export({ format: "der", type: "spki" })
    : key.export({ format: "der", type: "pkcs8" });
}

function generate(parameters: Parameters): string {
  const kind = oneOf(parameters, "kind", ["rsa", "ec", "ed25519", "x25519"]);
  switch (kind) {
    case "rsa": {
      const modulusLength = integer(parameters, "modulusLength", 512, MAX_GENERATED_BITS);
      const publicExponent = integer(parameters, "publicExponent", 3, 65_537);
      if (publicExponent !== 3 && publicExponent !== 65_537) throw new Refusal("public exponent");
      return toJson(nodeCrypto().generateKeyPairSync("rsa", { modulusLength, publicExponent }).privateKey);
    }
    case "ec":
      return toJson(
        nodeCrypto().generateKeyPairSync("ec", { namedCurve: oneOf(parameters, "curve", CURVES) }).privateKey,
      );
    case "ed25519":
      return toJson(nodeCrypto().generateKeyPairSync("ed25519").privateKey);
    case "x25519":
      return toJson(nodeCrypto().generateKeyPairSync("x25519").privateKey);
  }
}

const SCHEME_KEYS = { rsassa: "rsa", pss: "rsa", ecdsa: "ec", ed25519: "ed25519" } as const;

/** What Node's `sign` and `verify` take for one of WebCrypto's schemes. */
function scheme(parameters: Parameters, key: KeyObject) {
  const name = oneOf(parameters, "scheme", SCHEMES);
  if (key.asymmetricKeyType !== SCHEME_KEYS[name]) throw new Refusal("scheme");
  const hash = name === "ed25519" ? null : hashName(parameters);
  switch (name) {
    case "rsassa":
      return { hash, options: { key, padding: nodeCrypto().constants.RSA_PKCS1_PADDING } };
    case "pss": {
      const saltLength = integer(parameters, "saltLength", 0, MAX_PUBLIC_BITS / 8);
      return { hash, options: { key, padding: nodeCrypto().constants.RSA_PKCS1_PSS_PADDING, saltLength } };
    }
    case "ecdsa":
      return { hash, options: { key, dsaEncoding: "ieee-p1363" as const } };
    case "ed25519":
      return { hash, options: { key } };
  }
}

function signWith(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  const { hash, options } = scheme(parameters, readTyped(parameters, "key", "private"));
  return nodeCrypto().sign(hash, byteString(bytes, 0), options);
}

/** Bytes: data, signature. */
function verifyWith(parameters: Parameters, bytes: readonly unknown[]): boolean {
  const { hash, options } = scheme(parameters, readTyped(parameters, "key", "public"));
  return nodeCrypto().verify(hash, byteString(bytes, 0), options, byteString(bytes, 1));
}

/** Options of RSA-OAEP. Bytes: data, label. */
function oaep(parameters: Parameters, bytes: readonly unknown[], key: KeyObject) {
  if (key.asymmetricKeyType !== "rsa") throw new Refusal("key");
  const padding = nodeCrypto().constants.RSA_PKCS1_OAEP_PADDING;
  return { key, padding, oaepHash: hashName(parameters), oaepLabel: byteString(bytes, 1) };
}

function encryptRsa(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  return nodeCrypto().publicEncrypt(
    oaep(parameters, bytes, readTyped(parameters, "key", "public")),
    byteString(bytes, 0),
  );
}

function decryptRsa(parameters: Parameters, bytes: readonly unknown[]): Uint8Array {
  return nodeCrypto().privateDecrypt(
    oaep(parameters, bytes, readTyped(parameters, "key", "private")),
    byteString(bytes, 0),
  );
}

function agree(parameters: Parameters): Uint8Array {
  return nodeCrypto().diffieHellman({
    privateKey: readTyped(parameters, "key", "private"),
    publicKey: readTyped(parameters, "public", "public"),
  });
}

export const KEY_OPERATIONS: readonly (readonly [string, Primitive])[] = [
  ["import-der", importDer],
  ["import-jwk", importJwk],
  ["import-point", importPoint],
  ["export-der", exportDer],
  ["generate", generate],
  ["sign", signWith],
  ["verify", verifyWith],
  ["rsa-encrypt", encryptRsa],
  ["rsa-decrypt", decryptRsa],
  ["agree", agree],
];
