/** The guest's WebCrypto against Node's own: its surface, randomness, digests, ciphers and derivations. */
import { differential } from "./differential";

/** What these snippets use on both sides. */
const HELP = `
const { subtle } = crypto;
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const text = (value) => new TextEncoder().encode(value);
const secret = (name, key, usages, extra) => subtle.importKey("raw", key, { name, ...extra }, true, usages);
`;

function helped(snippets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(snippets).map(([title, body]) => [title, HELP + body]));
}

differential(
  "the surface",
  helped({
    "globals are defined as Web IDL says": `return ["crypto", "Crypto", "SubtleCrypto", "CryptoKey"].map((name) => {
      const { get, set, ...shape } = shapeOf(globalThis, name);
      return shape;
    });`,
    "members of the interfaces": `const required = ["subtle", "getRandomValues", "randomUUID"];
      return [
        required.map((name) => shapeOf(Crypto.prototype, name)),
        ["type", "extractable", "algorithm", "usages"].map((name) => shapeOf(CryptoKey.prototype, name)),
        ["encrypt", "decrypt", "sign", "verify", "digest", "generateKey", "deriveKey", "importKey", "exportKey", "wrapKey",
          "unwrapKey"].map((name) => shapeOf(SubtleCrypto.prototype, name)),
      ];`,
    "string tags": `const key = await secret("HMAC", new Uint8Array(4), ["sign"], { hash: "SHA-256" });
      return [crypto, subtle, key, Crypto.prototype].map((value) => Object.prototype.toString.call(value));`,
    "nobody constructs them": `return [await caught(() => new Crypto()), await caught(() => new SubtleCrypto()),
      await caught(() => new CryptoKey())];`,
    "brand checks": `return [await caught(() => crypto.getRandomValues.call({}, new Uint8Array(1))),
      await caught(() => crypto.randomUUID.call({})),
      await caught(() => subtle.digest.call({}, "SHA-1", new Uint8Array(1))),
      await caught(() => Object.getOwnPropertyDescriptor(CryptoKey.prototype, "type").get.call({}))];`,
    "subtle stays the same object": `return crypto.subtle === crypto.subtle && crypto.subtle instanceof SubtleCrypto;`,
    "failures reject, never throw": `const promise = subtle.digest();
      const isPromise = promise instanceof Promise;
      return [isPromise, await caught(() => promise)];`,
    "a key is seen as it was made": `const key = await secret("HMAC", new Uint8Array(20), ["verify", "sign", "sign"], { hash: "SHA-1" });
      return [key.type, key.extractable, key.algorithm, [...key.usages].sort(), key.usages === key.usages,
        key.algorithm === key.algorithm];`,
    "changing what a key shows changes nothing": `const key = await secret("HMAC", new Uint8Array(20), ["sign"], { hash: "SHA-1" });
      key.algorithm.name = "AES-GCM";
      key.usages.push("verify");
      return [(await subtle.sign("HMAC", key, text("x"))).byteLength,
        await caught(() => subtle.verify("HMAC", key, new Uint8Array(20), text("x")))];`,
  }),
);

differential(
  "randomness",
  helped({
    "getRandomValues fills each integer type": `return [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array,
      Uint32Array, BigInt64Array, BigUint64Array].map((Type) => {
        const array = new Type(64);
        return crypto.getRandomValues(array) === array && array.some((value) => Number(value) !== 0);
      });`,
    "only the view's own part is filled": `const buffer = new ArrayBuffer(96);
      crypto.getRandomValues(new Uint8Array(buffer, 32, 32));
      const zero = (from, to) => new Uint8Array(buffer).subarray(from, to).every((byte) => byte === 0);
      return [zero(0, 32), zero(32, 64), zero(64, 96)];`,
    "floats and DataViews are refused": `return [await caught(() => crypto.getRandomValues(new Float32Array(1))),
      await caught(() => crypto.getRandomValues(new Float64Array(1))),
      await caught(() => crypto.getRandomValues(new DataView(new ArrayBuffer(1))))];`,
    "65,536 bytes are the quota": `return [crypto.getRandomValues(new Uint16Array(32768)).length,
      await caught(() => crypto.getRandomValues(new Uint16Array(32769)))];`,
    "randomUUID is of version 4": `const ids = Array.from({ length: 50 }, () => crypto.randomUUID());
      return [ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)), new Set(ids).size];`,
    "Math.random stays in its range and doesn't repeat": `const values = Array.from({ length: 1000 }, () => Math.random());
      return [values.every((value) => value >= 0 && value < 1), new Set(values).size, shapeOf(Math, "random")];`,
  }),
);

differential(
  "digests",
  helped({
    "FIPS 180-4: abc": `return Promise.all(["SHA-1", "SHA-256", "sha-384", { name: "Sha-512" }].map(async (name) =>
      hex(await subtle.digest(name, text("abc")))));`,
    "any BufferSource": `const buffer = text("0123456789").buffer;
      return Promise.all([buffer, new DataView(buffer, 2, 4), new Uint16Array(buffer, 2, 2)].map(async (source) =>
        hex(await subtle.digest("SHA-256", source))));`,
    "what is no algorithm or no data": `return [await caught(() => subtle.digest("MD5", new Uint8Array(1))),
      await caught(() => subtle.digest({}, new Uint8Array(1))), await caught(() => subtle.digest("SHA-1", "abc")),
      await caught(() => subtle.digest(undefined, new Uint8Array(1))), await caught(() => subtle.digest("SHA-1"))];`,
  }),
);

differential(
  "ciphers",
  helped({
    "AES-GCM with additional data and every tag length": `const key = await secret("AES-GCM", unhex("feffe9928665731c6d6a8f9467308308"), ["encrypt", "decrypt"]);
      const results = [];
      for (const tagLength of [32, 64, 96, 104, 112, 120, 128, undefined]) {
        const algorithm = { name: "AES-GCM", iv: unhex("cafebabefacedbaddecaf888"), additionalData: text("more"), tagLength };
        const sealed = await subtle.encrypt(algorithm, key, text("plain"));
        results.push(hex(sealed), hex(await subtle.decrypt(algorithm, key, sealed)));
      }
      return results;`,
    "AES-GCM refuses what was changed": `const key = await secret("AES-GCM", new Uint8Array(32), ["encrypt", "decrypt"]);
      const algorithm = { name: "AES-GCM", iv: new Uint8Array(12) };
      const sealed = new Uint8Array(await subtle.encrypt(algorithm, key, text("plain")));
      sealed[0] ^= 1;
      return [await caught(() => subtle.decrypt(algorithm, key, sealed)), await caught(() => subtle.decrypt(algorithm, key, new Uint8Array(3))),
        await caught(() => subtle.encrypt({ ...algorithm, tagLength: 16 }, key, sealed)),
        await caught(() => subtle.encrypt({ name: "AES-GCM" }, key, sealed))];`,
    "AES-CBC with each key size": `return Promise.all([16, 24, 32].map(async (size) => {
      const key = await secret("AES-CBC", new Uint8Array(size).fill(7), ["encrypt", "decrypt"]);
      const algorithm = { name: "AES-CBC", iv: unhex("000102030405060708090a0b0c0d0e0f") };
      const sealed = await subtle.encrypt(algorithm, key, text("sixteen bytes!!!"));
      return [hex(sealed), hex(await subtle.decrypt(algorithm, key, sealed)),
        await caught(() => subtle.decrypt(algorithm, key, new Uint8Array(15))),
        await caught(() => subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(8) }, key, new Uint8Array(1)))];
    }));`,
    "AES-CTR counts in its low bits alone": `const key = await secret("AES-CTR", new Uint8Array(16).fill(3), ["encrypt", "decrypt"]);
      const results = [];
      for (const length of [1, 4, 8, 9, 32, 64, 127, 128]) {
        for (const counter of [new Uint8Array(16).fill(255), new Uint8Array(16).fill(254), new Uint8Array(16)]) {
          const data = new Uint8Array(length === 1 ? 32 : 100).fill(9);
          const sealed = await subtle.encrypt({ name: "AES-CTR", counter, length }, key, data);
          results.push(hex(sealed), hex(await subtle.decrypt({ name: "AES-CTR", counter, length }, key, sealed)));
        }
      }
      return results;`,
    "AES-CTR refuses to repeat its counter": `const key = await secret("AES-CTR", new Uint8Array(16), ["encrypt"]);
      const run = (length, bytes, counter = new Uint8Array(16)) => caught(async () =>
        (await subtle.encrypt({ name: "AES-CTR", counter, length }, key, new Uint8Array(bytes))).byteLength);
      return [await run(1, 33), await run(2, 64), await run(0, 1), await run(129, 1), await run(64, 1, new Uint8Array(15)), await run(256, 1)];`,
    "AES-KW, RFC 3394": `const wrapping = await secret("AES-KW", unhex("000102030405060708090a0b0c0d0e0f"), ["wrapKey", "unwrapKey"]);
      const key = await secret("AES-GCM", unhex("00112233445566778899aabbccddeeff"), ["encrypt"]);
      const wrapped = await subtle.wrapKey("raw", key, wrapping, "AES-KW");
      const again = await subtle.unwrapKey("raw", wrapped, wrapping, "AES-KW", "AES-GCM", true, ["decrypt"]);
      const broken = new Uint8Array(wrapped);
      broken[5] ^= 1;
      return [hex(wrapped), hex(await subtle.exportKey("raw", again)), again.usages,
        await caught(() => subtle.unwrapKey("raw", broken, wrapping, "AES-KW", "AES-GCM", true, ["decrypt"])),
        await caught(() => subtle.encrypt("AES-KW", wrapping, new Uint8Array(16)))];`,
    "wrapping a JWK with AES-CBC": `const wrapping = await secret("AES-CBC", new Uint8Array(16), ["wrapKey", "unwrapKey"]);
      const algorithm = { name: "AES-CBC", iv: new Uint8Array(16) };
      const key = await secret("HMAC", text("a secret"), ["sign"], { hash: "SHA-256" });
      const wrapped = await subtle.wrapKey("jwk", key, wrapping, algorithm);
      const unwrap = (bytes, usages) => subtle.unwrapKey("jwk", bytes, wrapping, algorithm, { name: "HMAC", hash: "SHA-256" }, true, usages);
      const again = await unwrap(wrapped, ["sign"]);
      return [hex(await subtle.exportKey("raw", again)), await caught(() => unwrap(wrapped, ["verify"])),
        await caught(() => subtle.wrapKey("raw", key, key, algorithm))];`,
    "a key is used only for what it is": `const key = await secret("AES-GCM", new Uint8Array(16), ["encrypt"]);
      const algorithm = { name: "AES-GCM", iv: new Uint8Array(12) };
      return [await caught(() => subtle.decrypt(algorithm, key, new Uint8Array(16))),
        await caught(() => subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(16) }, key, new Uint8Array(16))),
        await caught(() => subtle.encrypt(algorithm, {}, new Uint8Array(16))),
        await caught(() => subtle.sign("AES-GCM", key, new Uint8Array(16))),
        await caught(() => subtle.encrypt(algorithm, key, "text"))];`,
  }),
);

differential(
  "derivation",
  helped({
    "HKDF, RFC 5869 case 1": `const key = await subtle.importKey("raw", new Uint8Array(22).fill(11), "HKDF", false, ["deriveBits", "deriveKey"]);
      const algorithm = { name: "HKDF", hash: "SHA-256", salt: unhex("000102030405060708090a0b0c"), info: unhex("f0f1f2f3f4f5f6f7f8f9") };
      return [hex(await subtle.deriveBits(algorithm, key, 336)), key.type, key.extractable, key.algorithm,
        hex(await subtle.exportKey("raw", await subtle.deriveKey(algorithm, key, { name: "AES-GCM", length: 256 }, true, ["encrypt"]))),
        (await subtle.deriveKey(algorithm, key, { name: "HMAC", hash: "SHA-384" }, true, ["sign"])).algorithm,
        await caught(() => subtle.deriveBits(algorithm, key, 255 * 32 * 8 + 8)), await caught(() => subtle.deriveBits(algorithm, key, 7)),
        await caught(() => subtle.deriveBits(algorithm, key, null)), await caught(() => subtle.exportKey("raw", key))];`,
    "PBKDF2, RFC 6070": `const key = await subtle.importKey("raw", text("password"), "PBKDF2", false, ["deriveBits"]);
      const derive = (hash, iterations, bits) => subtle.deriveBits({ name: "PBKDF2", hash, iterations, salt: text("salt") }, key, bits);
      return [hex(await derive("SHA-1", 1, 160)), hex(await derive("SHA-1", 4096, 160)), hex(await derive("SHA-512", 10, 1024)),
        await caught(() => derive("SHA-1", 0, 160)), await caught(() => derive("SHA-1", 1, 12)), await caught(() => derive("SHA-1", -1, 8))];`,
    "keys for derivation can't be exported or extractable": `return [await caught(() => subtle.importKey("raw", text("x"), "PBKDF2", true, ["deriveBits"])),
      await caught(() => subtle.importKey("raw", text("x"), "HKDF", false, ["sign"])),
      await caught(() => subtle.importKey("jwk", { kty: "oct", k: "AA" }, "HKDF", false, ["deriveBits"])),
      await caught(() => subtle.importKey("raw", text("x"), "HKDF", false, []))];`,
  }),
);
