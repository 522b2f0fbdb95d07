/** The guest's keys against Node's own: every format, what is refused, and signatures that both sides accept. */
import { expect, test } from "vitest";
import { differential, evaluateInGuest } from "./differential";
import { createGuest } from "./guest-harness";

const { subtle } = crypto;

interface Pair {
  readonly algorithm: object;
  readonly privateJwk: JsonWebKey;
  readonly publicJwk: JsonWebKey;
  readonly spki: string;
  readonly pkcs8: string;
  readonly raw: string | null;
}
type JsonWebKey = Awaited<ReturnType<typeof exportJwk>>;

function exportJwk(key: CryptoKey) {
  return subtle.exportKey("jwk", key);
}
type CryptoKey = Parameters<typeof subtle.exportKey>[1];

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString("hex");
}

/** A fresh pair of keys, made by Node, in every format. */
async function makePair(algorithm: object, usages: string[]): Promise<Pair> {
  const pair = await subtle.generateKey(algorithm as { name: "ECDSA"; namedCurve: "P-256" }, true, usages as ["sign"]);
  const isRsa = "modulusLength" in algorithm;
  return {
    algorithm,
    privateJwk: await exportJwk(pair.privateKey),
    publicJwk: await exportJwk(pair.publicKey),
    spki: hex(await subtle.exportKey("spki", pair.publicKey)),
    pkcs8: hex(await subtle.exportKey("pkcs8", pair.privateKey)),
    raw: isRsa ? null : hex(await subtle.exportKey("raw", pair.publicKey)),
  };
}

const RSA = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const PAIRS = {
  "RSASSA-PKCS1-v1_5": await makePair({ name: "RSASSA-PKCS1-v1_5", ...RSA, hash: "SHA-256" }, ["sign", "verify"]),
  "RSA-PSS": await makePair({ name: "RSA-PSS", ...RSA, hash: "SHA-384" }, ["sign", "verify"]),
  "RSA-OAEP": await makePair({ name: "RSA-OAEP", ...RSA, hash: "SHA-1" }, ["encrypt", "decrypt"]),
  "ECDSA P-256": await makePair({ name: "ECDSA", namedCurve: "P-256" }, ["sign", "verify"]),
  "ECDSA P-384": await makePair({ name: "ECDSA", namedCurve: "P-384" }, ["sign", "verify"]),
  "ECDSA P-521": await makePair({ name: "ECDSA", namedCurve: "P-521" }, ["sign", "verify"]),
  "ECDH P-256": await makePair({ name: "ECDH", namedCurve: "P-256" }, ["deriveBits"]),
  Ed25519: await makePair({ name: "Ed25519" }, ["sign", "verify"]),
  X25519: await makePair({ name: "X25519" }, ["deriveBits"]),
} as const;

function help(values: Readonly<Record<string, unknown>>): string {
  const constants = Object.entries(values).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
  return `${constants.join("")}
const { subtle } = crypto;
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const text = (value) => new TextEncoder().encode(value);
/** A key in every format that it has. Node calls the other ones unsupported, where the standard has an InvalidAccessError. */
const everything = async (key) => {
  const formats = {};
  for (const format of key.type === "private" ? ["pkcs8", "jwk"] : ["raw", "spki", "jwk"]) {
    formats[format] = await caught(async () => {
      const exported = await subtle.exportKey(format, key);
      return exported instanceof ArrayBuffer ? hex(exported) : exported;
    });
  }
  const { publicExponent, ...algorithm } = key.algorithm;
  return { type: key.type, usages: key.usages, extractable: key.extractable, algorithm, exponent: hex(publicExponent ?? []), formats };
};
`;
}

const USAGES: Readonly<Record<string, readonly [publicUsages: string[], privateUsages: string[]]>> = {
  "RSA-OAEP": [["encrypt"], ["decrypt"]],
  "ECDH P-256": [[], ["deriveBits"]],
  X25519: [[], ["deriveBits"]],
};

differential(
  "importing and exporting",
  Object.fromEntries(
    Object.entries(PAIRS).map(([name, pair]) => {
      const [publicUsages, privateUsages] = USAGES[name] ?? [["verify"], ["sign"]];
      const {
        modulusLength: _length,
        publicExponent: _exponent,
        ...algorithm
      } = pair.algorithm as Record<string, unknown>;
      return [
        name,
        `${help({ pair, algorithm, publicUsages, privateUsages })}
        const imports = [["jwk", pair.privateJwk, privateUsages], ["jwk", pair.publicJwk, publicUsages], ["spki", unhex(pair.spki), publicUsages],
          ["pkcs8", unhex(pair.pkcs8), privateUsages], ["raw", unhex(pair.raw ?? "00"), publicUsages]];
        const results = [];
        for (const [format, data, usages] of imports) {
          results.push(format, await caught(async () => everything(await subtle.importKey(format, data, algorithm, true, usages))));
          results.push(await caught(async () => everything(await subtle.importKey(format, data, algorithm, false, usages))));
          const bare = format === "jwk" ? { ...data, key_ops: undefined } : data;
          results.push(await caught(() => subtle.importKey(format, bare, algorithm, true, ["wrapKey", "sign", "verify"])));
        }
        return results;`,
      ];
    }),
  ),
);

differential("secret keys", {
  "raw and jwk": `${help({})} const results = [];
    for (const [algorithm, size, usages] of [["AES-GCM", 16, ["encrypt"]], ["AES-CBC", 24, ["decrypt"]], ["AES-CTR", 32, ["encrypt"]],
      ["AES-KW", 32, ["wrapKey"]], [{ name: "HMAC", hash: "SHA-1" }, 7, ["sign"]], [{ name: "HMAC", hash: "SHA-512" }, 64, ["verify", "sign"]]]) {
      const key = await subtle.importKey("raw", new Uint8Array(size).fill(251), algorithm, true, usages);
      const { formats, ...rest } = await everything(key);
      const again = await subtle.importKey("jwk", formats.jwk.value, algorithm, true, usages);
      results.push(rest, formats.raw, formats.jwk, hex(await subtle.exportKey("raw", again)));
    }
    return results;`,
  "what is no key": `${help({})} const hmac = { name: "HMAC", hash: "SHA-256" };
    const jwk = { kty: "oct", k: "AAAAAAAAAAAAAAAAAAAAAA", alg: "A128GCM", key_ops: ["encrypt"], ext: true };
    const results = [];
    for (const changed of [{}, { kty: "RSA" }, { k: undefined }, { k: "AAA" }, { alg: "A256GCM" }, { alg: undefined }, { use: "sig" }, { use: "enc" },
      { key_ops: ["decrypt"] }, { key_ops: ["encrypt", "encrypt"] }, { ext: false }, { key_ops: undefined }]) {
      results.push(await caught(async () => (await subtle.importKey("jwk", { ...jwk, ...changed }, "AES-GCM", true, ["encrypt"])).type));
    }
    return [...results,
      await caught(() => subtle.importKey("raw", new Uint8Array(15), "AES-GCM", true, ["encrypt"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(16), "AES-GCM", true, [])),
      await caught(() => subtle.importKey("raw", new Uint8Array(16), "AES-GCM", true, ["sign"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(16), "AES-GCM", true, ["fly"])),
      await caught(() => subtle.importKey("raw", "text", "AES-GCM", true, ["encrypt"])),
      await caught(() => subtle.importKey("pem", new Uint8Array(16), "AES-GCM", true, ["encrypt"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(16), "AES-XYZ", true, ["encrypt"])),
      await caught(() => subtle.importKey("spki", new Uint8Array(16), "AES-GCM", true, ["encrypt"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(0), hmac, true, ["sign"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(4), { ...hmac, length: 40 }, true, ["sign"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(4), { name: "HMAC" }, true, ["sign"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(4), { name: "HMAC", hash: "MD5" }, true, ["sign"]))];`,
});

differential("where Node is not the standard", {
  // Node: DataError. The standard: bytes are no JsonWebKey dictionary, so a TypeError (importKey, step 2).
  "bytes as a JWK": {
    body: `return caught(() => crypto.subtle.importKey("jwk", new Uint8Array(16), "AES-GCM", true, ["encrypt"]));`,
    expected: { error: "TypeError" },
  },
  // Node: NotSupportedError. The standard: InvalidAccessError where the key's type is not the format's.
  "a private key as SPKI": {
    body: `const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign"]);
      return Promise.all([["spki", pair.privateKey], ["raw", pair.privateKey], ["pkcs8", pair.publicKey]].map(async ([format, key]) =>
        (await caught(() => crypto.subtle.exportKey(format, key))).dom));`,
    expected: ["InvalidAccessError", "InvalidAccessError", "InvalidAccessError"],
  },
});

differential("asymmetric keys that are none", {
  RSA: `${help({ jwk: PAIRS["RSASSA-PKCS1-v1_5"].privateJwk, pss: PAIRS["RSA-PSS"] })} const results = [];
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    for (const changed of [{ kty: "EC" }, { n: undefined }, { e: "" }, { alg: "RS384" }, { alg: "PS256" }, { use: "enc" }, { use: "sig" }, { qi: undefined }]) {
      results.push(await caught(async () => (await subtle.importKey("jwk", { ...jwk, ...changed }, algorithm, true, ["sign"])).type));
    }
    return [...results, await caught(() => subtle.importKey("spki", new Uint8Array(30), algorithm, true, ["verify"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(30), algorithm, true, ["verify"])),
      await caught(() => subtle.importKey("pkcs8", unhex(pss.pkcs8), algorithm, true, [])),
      await caught(() => subtle.importKey("spki", unhex(pss.spki), { name: "RSA-PSS" }, true, []))];`,
  "elliptic curves": `${help({ jwk: PAIRS["ECDSA P-256"].privateJwk, other: PAIRS["ECDSA P-256"].publicJwk, ed: PAIRS.Ed25519, wide: PAIRS["ECDSA P-384"] })}
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const results = [];
    for (const changed of [{ kty: "OKP" }, { crv: "P-384" }, { x: undefined }, { y: jwk.x }, { alg: "ES384" }, { alg: "ES256" }, { use: "enc" }, { d: undefined, key_ops: ["verify"] }]) {
      const usages = "d" in changed ? ["verify"] : ["sign"];
      results.push(await caught(async () => (await subtle.importKey("jwk", { ...jwk, ...changed }, algorithm, true, usages)).type));
    }
    return [...results, await caught(() => subtle.importKey("raw", new Uint8Array(65), algorithm, true, ["verify"])),
      await caught(() => subtle.importKey("raw", unhex(wide.raw), algorithm, true, ["verify"])),
      await caught(() => subtle.importKey("spki", unhex(wide.spki), algorithm, true, ["verify"])),
      await caught(() => subtle.importKey("spki", unhex(ed.spki), algorithm, true, ["verify"])),
      await caught(() => subtle.importKey("spki", unhex(wide.spki), { name: "ECDSA", namedCurve: "P-999" }, true, ["verify"])),
      await caught(() => subtle.importKey("raw", new Uint8Array(31), "Ed25519", true, ["verify"])),
      await caught(() => subtle.importKey("spki", unhex(ed.spki), "X25519", true, []))];`,
  "a compressed point": `${help({ jwk: PAIRS["ECDSA P-256"].publicJwk, raw: PAIRS["ECDSA P-256"].raw })}
    const whole = unhex(raw);
    const compressed = new Uint8Array(33);
    compressed.set(whole.subarray(0, 33));
    compressed[0] = 2 + (whole[64] & 1);
    return hex(await subtle.exportKey("raw", await subtle.importKey("raw", compressed, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"])));`,
});

differential("generating", {
  "keys as asked": `${help({})} const results = [];
    const rsa = { modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
    for (const [algorithm, usages] of [[{ name: "AES-GCM", length: 192 }, ["encrypt", "wrapKey"]], [{ name: "HMAC", hash: "SHA-1" }, ["sign"]],
      [{ name: "HMAC", hash: "SHA-512" }, ["sign"]], [{ name: "HMAC", hash: "SHA-512", length: 80 }, ["verify"]], [{ name: "RSA-PSS", ...rsa }, ["sign", "verify"]],
      [{ name: "RSA-OAEP", ...rsa }, ["decrypt", "encrypt", "unwrapKey"]], [{ name: "ECDSA", namedCurve: "P-521" }, ["sign"]], [{ name: "ECDH", namedCurve: "P-256" }, ["deriveKey"]],
      ["Ed25519", ["sign", "verify"]], ["X25519", ["deriveBits", "deriveKey"]]]) {
      const made = await subtle.generateKey(algorithm, false, usages);
      for (const key of made.publicKey ? [made.publicKey, made.privateKey] : [made]) {
        const { publicExponent, ...shown } = key.algorithm;
        results.push(key.type, key.extractable, shown, hex(publicExponent ?? []), key.usages);
      }
    }
    return results;`,
  "what can't be": `${help({})} const rsa = { name: "RSA-PSS", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
    const run = (algorithm, usages) => caught(async () => typeof (await subtle.generateKey(algorithm, true, usages)));
    return [await run({ name: "AES-GCM", length: 100 }, ["encrypt"]), await run({ name: "AES-GCM" }, ["encrypt"]), await run({ name: "AES-GCM", length: 128 }, []),
      await run({ name: "AES-GCM", length: 128 }, ["sign"]), await run({ name: "HMAC" }, ["sign"]), await run({ name: "HMAC", hash: "SHA-1", length: 0 }, ["sign"]),
      await run({ name: "ECDSA", namedCurve: "P-1" }, ["sign"]), await run({ name: "ECDSA", namedCurve: "P-256" }, ["verify"]), await run({ ...rsa, publicExponent: [1] }, ["sign"]),
      await run({ ...rsa, publicExponent: new Uint8Array([2]) }, ["sign"]), await run({ ...rsa, hash: undefined }, ["sign"]), await run("HKDF", ["deriveBits"]), await run("ECDSA", ["sign"])];`,
});

differential("signatures that are always the same", {
  "HMAC, RFC 4231 case 2": `${help({})} const key = await subtle.importKey("raw", text("Jefe"), { name: "HMAC", hash: "SHA-256" }, true, ["sign", "verify"]);
    const data = text("what do ya want for nothing?");
    const mac = await subtle.sign("HMAC", key, data);
    return [hex(mac), await subtle.verify("HMAC", key, mac, data), await subtle.verify("HMAC", key, mac.slice(1), data), await subtle.verify("HMAC", key, mac, text("x"))];`,
  "Ed25519, RFC 8032 test 2": `${help({})} const jwk = { kty: "OKP", crv: "Ed25519", d: "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs", x: "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw" };
    const key = await subtle.importKey("jwk", jwk, "Ed25519", true, ["sign"]);
    return hex(await subtle.sign("Ed25519", key, unhex("72")));`,
  "RSASSA-PKCS1-v1_5": `${help({ jwk: PAIRS["RSASSA-PKCS1-v1_5"].privateJwk })}
    const key = await subtle.importKey("jwk", jwk, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, true, ["sign"]);
    return hex(await subtle.sign("RSASSA-PKCS1-v1_5", key, text("data")));`,
  "agreement: ECDH and X25519": `${help({ pairs: [PAIRS["ECDH P-256"], PAIRS.X25519], wide: PAIRS["ECDSA P-384"].publicJwk })} const results = [];
    for (const { algorithm, privateJwk, publicJwk } of pairs) {
      const key = await subtle.importKey("jwk", { ...privateJwk, key_ops: undefined }, algorithm, true, ["deriveBits", "deriveKey"]);
      const other = await subtle.importKey("jwk", publicJwk, algorithm, true, []);
      const derive = (length, name = algorithm.name, peer = other) => caught(async () => hex(await subtle.deriveBits({ name, public: peer }, key, length)));
      results.push(await derive(256), await derive(null), await derive(undefined), await derive(128), await derive(257), await derive(13),
        await derive(256, "ECDH", key), await derive(256, "HKDF"), await derive(256, algorithm.name, {}),
        hex(await subtle.exportKey("raw", await subtle.deriveKey({ name: algorithm.name, public: other }, key, { name: "AES-CBC", length: 128 }, true, ["encrypt"]))));
    }
    return results;`,
});

interface Crossing {
  readonly pair: Pair;
  readonly importAlgorithm: object;
  readonly algorithm: object;
}

const CROSSINGS: Readonly<Record<string, Crossing>> = {
  "ECDSA P-256 with SHA-256": crossing(PAIRS["ECDSA P-256"], { name: "ECDSA", hash: "SHA-256" }),
  "ECDSA P-384 with SHA-1": crossing(PAIRS["ECDSA P-384"], { name: "ECDSA", hash: "SHA-1" }),
  "ECDSA P-521 with SHA-512": crossing(PAIRS["ECDSA P-521"], { name: "ECDSA", hash: "SHA-512" }),
  "RSA-PSS": crossing(PAIRS["RSA-PSS"], { name: "RSA-PSS", saltLength: 48 }, { name: "RSA-PSS", hash: "SHA-384" }),
  "RSA-PSS without salt": crossing(
    PAIRS["RSA-PSS"],
    { name: "RSA-PSS", saltLength: 0 },
    { name: "RSA-PSS", hash: "SHA-384" },
  ),
};

function crossing(pair: Pair, algorithm: object, importAlgorithm: object = pair.algorithm): Crossing {
  return { pair, algorithm, importAlgorithm };
}

test.each(Object.entries(CROSSINGS))("%s: what one side signs, the other accepts", async (_name, given) => {
  using guest = await createGuest();
  const { pair, importAlgorithm, algorithm } = given;
  const data = new TextEncoder().encode("signed");
  const imported = importAlgorithm as { name: "ECDSA"; namedCurve: "P-256" };
  const used = algorithm as { name: "ECDSA"; hash: "SHA-256" };
  const key = await subtle.importKey("jwk", pair.privateJwk, imported, true, ["sign"]);
  const ours = hex(await subtle.sign(used, key, data));
  const theirs = (await evaluateInGuest(
    guest,
    `${help({ pair, importAlgorithm, algorithm, ours })}
    const key = await subtle.importKey("jwk", pair.privateJwk, importAlgorithm, true, ["sign"]);
    const verifier = await subtle.importKey("jwk", pair.publicJwk, importAlgorithm, true, ["verify"]);
    const check = (bytes, data) => subtle.verify(algorithm, verifier, bytes, text(data));
    const broken = unhex(ours);
    broken[9] ^= 1;
    return { signature: hex(await subtle.sign(algorithm, key, text("signed"))),
      checks: [await check(unhex(ours), "signed"), await check(unhex(ours), "other"), await check(broken, "signed"), await check(new Uint8Array(3), "signed")] };`,
  )) as {
    signature: string;
    checks: boolean[];
  };
  expect(theirs.checks).toEqual([true, false, false, false]);
  const verifier = await subtle.importKey("jwk", pair.publicJwk, imported, true, ["verify"]);
  expect(await subtle.verify(used, verifier, Buffer.from(theirs.signature, "hex"), data)).toBe(true);
});

test("RSA-OAEP: what one side encrypts, the other decrypts", async () => {
  using guest = await createGuest();
  const pair = PAIRS["RSA-OAEP"];
  const algorithm = { name: "RSA-OAEP", hash: "SHA-1" };
  const label = new Uint8Array([1, 2]);
  const encryptKey = await subtle.importKey("jwk", pair.publicJwk, algorithm, true, ["encrypt"]);
  const ours = hex(await subtle.encrypt({ name: "RSA-OAEP", label }, encryptKey, new Uint8Array([7, 7])));
  const theirs = (await evaluateInGuest(
    guest,
    `${help({ pair, algorithm, ours })}
    const encryptKey = await subtle.importKey("jwk", pair.publicJwk, algorithm, true, ["encrypt"]);
    const decryptKey = await subtle.importKey("jwk", pair.privateJwk, algorithm, true, ["decrypt"]);
    const label = new Uint8Array([1, 2]);
    return { plain: hex(await subtle.decrypt({ name: "RSA-OAEP", label }, decryptKey, unhex(ours))),
      wrongLabel: await caught(() => subtle.decrypt("RSA-OAEP", decryptKey, unhex(ours))),
      tooLong: await caught(() => subtle.encrypt("RSA-OAEP", encryptKey, new Uint8Array(300))),
      sealed: hex(await subtle.encrypt("RSA-OAEP", encryptKey, new Uint8Array([8]))) };`,
  )) as Record<string, string>;
  expect(theirs).toMatchObject({
    plain: "0707",
    wrongLabel: { dom: "OperationError" },
    tooLong: { dom: "OperationError" },
  });
  const decryptKey = await subtle.importKey("jwk", pair.privateJwk, algorithm, true, ["decrypt"]);
  const plain = await subtle.decrypt("RSA-OAEP", decryptKey, Buffer.from(theirs["sealed"] ?? "", "hex"));
  expect([...new Uint8Array(plain)]).toEqual([8]);
});
