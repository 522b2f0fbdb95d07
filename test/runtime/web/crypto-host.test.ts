/** The host's cryptography against a hostile guest: whatever comes, it answers at once, and it never throws. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostCrypto } from "../../../runtime/web/crypto-host";

const OPERATIONS = [
  "random",
  "digest",
  "hmac",
  "hmac-verify",
  "aes-encrypt",
  "aes-decrypt",
  "aes-wrap",
  "aes-unwrap",
  "hkdf",
  "pbkdf2",
  "import-der",
  "import-jwk",
  "import-point",
  "export-der",
  "generate",
  "sign",
  "verify",
  "rsa-encrypt",
  "rsa-decrypt",
  "agree",
  "constructor",
  "__proto__",
];

function jwk(): string {
  return String(hostCrypto("generate", JSON.stringify({ kind: "ec", curve: "P-256" })));
}

/** Members that the operations read, with values that are sometimes right. */
const parameters = fc.record(
  {
    hash: fc.constantFrom("SHA-1", "SHA-256", "SHA-999", 1),
    length: fc.oneof(fc.integer(), fc.double()),
    bytes: fc.oneof(fc.integer({ min: -1, max: 100 }), fc.constant(2 ** 40)),
    iterations: fc.constantFrom(0, 1, 2 ** 31, -1, "many"),
    mode: fc.constantFrom("gcm", "cbc", "ctr", "ecb"),
    tagBytes: fc.constantFrom(4, 16, 0, 400),
    format: fc.constantFrom("spki", "pkcs8", "pem"),
    curve: fc.constantFrom("P-256", "secp256k1"),
    kind: fc.constantFrom("ec", "ed25519", "dsa", "rsa"),
    modulusLength: fc.constantFrom(0, 511, 4097, 2 ** 31),
    publicExponent: fc.constantFrom(1, 3, 65_537),
    scheme: fc.constantFrom("ecdsa", "pss", "rsassa", "ed25519", "x"),
    saltLength: fc.integer(),
    key: fc.oneof(fc.constant(jwk()), fc.json(), fc.jsonValue()),
    public: fc.oneof(fc.constant(jwk()), fc.json()),
  },
  { requiredKeys: [] },
);

test("arguments of any kind give an answer or null", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...OPERATIONS), fc.anything()),
      fc.oneof(
        parameters.map((value) => JSON.stringify(value)),
        fc.string(),
        fc.anything(),
      ),
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.anything()), { maxLength: 5 }),
      (operation, json, bytes) => {
        const answer = hostCrypto(operation, json, ...bytes);
        return (
          answer === null || typeof answer === "string" || typeof answer === "boolean" || answer instanceof Uint8Array
        );
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  ["random", { length: 65_537 }],
  ["random", { length: -1 }],
  ["random", { length: 0.5 }],
  ["generate", { kind: "rsa", modulusLength: 4097, publicExponent: 65_537 }],
  ["generate", { kind: "rsa", modulusLength: 2048, publicExponent: 65_539 }],
  ["pbkdf2", { hash: "SHA-256", bytes: 32, iterations: 2_000_001 }],
  ["pbkdf2", { hash: "SHA-256", bytes: 1_048_576, iterations: 1000 }],
  ["pbkdf2", { hash: "SHA-256", bytes: 2 ** 31, iterations: 1 }],
  ["hkdf", { hash: "SHA-256", bytes: 255 * 32 + 1 }],
])("work without end is refused: %s %o", (operation, values) => {
  expect(hostCrypto(operation, JSON.stringify(values), new Uint8Array(1), new Uint8Array(1))).toBeNull();
});

test("a private key whose public point is another's is refused", () => {
  const [one, two] = [JSON.parse(jwk()) as Record<string, string>, JSON.parse(jwk()) as Record<string, string>];
  const mixed = { ...one, x: two["x"], y: two["y"] };
  expect(hostCrypto("import-jwk", JSON.stringify({ key: JSON.stringify(mixed) }))).toBeNull();
  expect(hostCrypto("import-jwk", JSON.stringify({ key: JSON.stringify(one) }))).toBe(JSON.stringify(one));
});

test("RFC 3394, section 4.6: 256 bits of key data with a 256-bit key", () => {
  const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
  const key = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const data = bytes("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
  const wrapped = hostCrypto("aes-wrap", "{}", key, data) as Uint8Array;
  expect(Buffer.from(wrapped).toString("hex")).toBe(
    "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
  );
  expect(Buffer.from(hostCrypto("aes-unwrap", "{}", key, wrapped) as Uint8Array)).toEqual(Buffer.from(data));
});
