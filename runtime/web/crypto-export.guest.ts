/** Exporting and generating keys. */
import type { Algorithm } from "./crypto-algorithms.guest";
import {
  checkAesLength,
  checkCurve,
  checkUsages,
  checkUseful,
  curveBytes,
  familyOf,
  hmacBlockBits,
  inOrder,
  keyAlgorithm,
} from "./crypto-families.guest";
import type { Format } from "./crypto-import.guest";
import { publicMaterial } from "./crypto-import.guest";
import { exportJwk } from "./crypto-jwk.guest";
import type { KeyAlgorithm, KeyData, Usage } from "./crypto-key.guest";
import { Bytes, failure, fromBase64Url, parseJson, randomBytes, toBytes, toKeyText } from "./crypto-primitives.guest";

/** The key as bytes, or as a JWK. */
export function exportKeyData(format: Format, key: KeyData): Uint8Array | object {
  const { kind } = familyOf(key.algorithm.name);
  if (kind === "kdf") throw failure("NotSupportedError", `${key.algorithm.name} keys can't be exported`);
  if (!key.extractable) throw failure("InvalidAccessError", "key is not extractable");
  if (format === "jwk") return exportJwk(key);
  const isRawFormat = format === "raw";
  if (key.material instanceof Bytes) {
    if (isRawFormat) return new Bytes(key.material);
  } else if (isRawFormat && kind !== "rsa") {
    checkType(key, "public");
    return exportPoint(key, key.material);
  } else if (!isRawFormat) {
    checkType(key, format === "spki" ? "public" : "private");
    return toBytes("export-der", { format, key: key.material });
  }
  throw failure("NotSupportedError", `Unable to export a ${key.algorithm.name} key as ${format}`);
}

function checkType(key: KeyData, type: KeyData["type"]): void {
  if (key.type !== type) throw failure("InvalidAccessError", `The key is not a ${type} key`);
}

/** A public key as its curve has it: both coordinates uncompressed, or the one that there is. */
function exportPoint(key: KeyData, material: string): Uint8Array {
  const { x, y } = parseJson(material) as Record<string, string | undefined>;
  const first = fromBase64Url(x ?? "") ?? new Bytes(0);
  if (y === undefined) return first;
  const size = curveBytes(key.algorithm.namedCurve);
  const point = new Bytes(1 + 2 * size);
  point[0] = 4;
  point.set(first, 1);
  point.set(fromBase64Url(y) ?? new Bytes(0), 1 + size);
  return point;
}

export interface KeyPairData {
  readonly publicKey: KeyData;
  readonly privateKey: KeyData;
}

export function generateKeyData(
  algorithm: Algorithm,
  extractable: boolean,
  usages: readonly Usage[],
): KeyData | KeyPairData {
  const family = familyOf(algorithm.name);
  const { kind } = family;
  checkUsages(usages, [...family.usages, ...family.publicUsages]);
  if (kind === "aes" || kind === "hmac") {
    const made =
      kind === "aes" ? keyAlgorithm(algorithm.name, { length: checkAesLength(algorithm.length) }) : hmac(algorithm);
    const material = randomBytes(Math.ceil((made.length ?? 0) / 8));
    const unused = material.length * 8 - (made.length ?? 0);
    if (unused > 0) material[material.length - 1] = ((material[material.length - 1] ?? 0) >> unused) << unused;
    return checkUseful({ type: "secret", extractable, algorithm: made, usages: inOrder(usages), material });
  }
  const [made, parameters] = pairAlgorithm(algorithm);
  const privateUsages = inOrder(usages.filter((usage) => family.usages.includes(usage)));
  const publicUsages = inOrder(usages.filter((usage) => family.publicUsages.includes(usage)));
  // Checked before the work is done, which for RSA is much.
  checkUseful({ type: "private", extractable, algorithm: made, usages: privateUsages, material: "" });
  const material = toKeyText("OperationError", "generate", parameters);
  return {
    privateKey: { type: "private", extractable, algorithm: made, usages: privateUsages, material },
    publicKey: {
      type: "public",
      extractable: true,
      algorithm: made,
      usages: publicUsages,
      material: publicMaterial(material),
    },
  };
}

function hmac({ name, hash, length }: Algorithm): KeyAlgorithm {
  if (length === 0) throw failure("OperationError", "Zero-length key is not supported");
  return keyAlgorithm(name, { hash, length: length ?? hmacBlockBits(hash) });
}

function pairAlgorithm(algorithm: Algorithm): [KeyAlgorithm, Record<string, string | number>] {
  const { name, hash, modulusLength, publicExponent } = algorithm;
  switch (familyOf(name).kind) {
    case "rsa": {
      const parameters = {
        kind: "rsa",
        modulusLength: modulusLength ?? 0,
        publicExponent: (publicExponent ?? new Bytes(0)).reduce((value, byte) => value * 256 + byte, 0),
      };
      return [keyAlgorithm(name, { hash, modulusLength, publicExponent }), parameters];
    }
    case "ec": {
      const namedCurve = checkCurve(algorithm);
      return [keyAlgorithm(name, { namedCurve }), { kind: "ec", curve: namedCurve }];
    }
    default:
      return [keyAlgorithm(name), { kind: name.toLowerCase() }];
  }
}
