/** jose, unmodified from npm, in the guest. */
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Guest } from "./guest-harness";
import { createGuest } from "./guest-harness";

let guest: Guest;

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: `import * as jose from "jose"; globalThis.jose = jose;`, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    conditions: ["worker", "browser", "import"],
    target: "es2023",
  });
  guest = await createGuest();
  guest.vm.evalCode(String(bundle.outputFiles[0]?.text), "jose.js").dispose();
});

afterAll(() => {
  guest[Symbol.dispose]();
});

test.each(["RS256", "RS384", "PS256", "PS512", "ES256", "ES384", "ES512", "EdDSA"])(
  "%s: signs, verifies, and refuses a changed token",
  async (alg) => {
    const result = await guest.evaluate(`
      const { publicKey, privateKey } = await jose.generateKeyPair("${alg}", { extractable: true });
      const token = await new jose.SignJWT({ role: "admin" }).setProtectedHeader({ alg: "${alg}" }).setSubject("me").setIssuedAt().setExpirationTime("2h").sign(privateKey);
      const publicJwk = await jose.exportJWK(publicKey);
      const again = await jose.importJWK(publicJwk, "${alg}");
      const { payload, protectedHeader } = await jose.jwtVerify(token, again);
      const parts = token.split(".");
      parts[1] = jose.base64url.encode(JSON.stringify({ ...payload, role: "root" }));
      const changed = await jose.jwtVerify(parts.join("."), publicKey).catch((error) => error.code);
      const pem = await jose.importSPKI(await jose.exportSPKI(publicKey), "${alg}");
      const byPem = (await jose.jwtVerify(token, pem)).payload.sub;
      const privatePem = await jose.importPKCS8(await jose.exportPKCS8(privateKey), "${alg}");
      const signedAgain = await new jose.SignJWT({}).setProtectedHeader({ alg: "${alg}" }).sign(privatePem);
      await jose.jwtVerify(signedAgain, publicKey);
      return { sub: payload.sub, role: payload.role, alg: protectedHeader.alg, changed, byPem, isPrivate: "d" in publicJwk };`);
    expect(result).toEqual({
      sub: "me",
      role: "admin",
      alg,
      changed: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
      byPem: "me",
      isPrivate: false,
    });
  },
);

test("HS256, with the token of RFC 7515, appendix A.1", async () => {
  const result = await guest.evaluate(`
    const jwk = { kty: "oct", k: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow" };
    const token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const key = await jose.importJWK(jwk, "HS256");
    const { payload } = await jose.jwtVerify(token, key, { currentDate: new Date(1300819000000) });
    const expired = await jose.jwtVerify(token, key).catch((error) => [error.code, error.claim, error instanceof jose.errors.JWTExpired]);
    const own = await new jose.SignJWT({ a: 1 }).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode("a secret that is long enough to be one"));
    const wrong = await jose.jwtVerify(own, key).catch((error) => error.code);
    return { issuer: payload.iss, expired, wrong };`);
  expect(result).toEqual({
    issuer: "joe",
    expired: ["ERR_JWT_EXPIRED", "exp", true],
    wrong: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
  });
});

test.each([
  ["dir", "A256GCM", 32],
  ["dir", "A128CBC-HS256", 32],
  ["A256KW", "A256GCM", 32],
  ["A128GCMKW", "A128GCM", 16],
  ["PBES2-HS256+A128KW", "A128GCM", 16],
])("JWE with a secret: %s, %s", async (alg, enc, bytes) => {
  const result = await guest.evaluate(`
    const key = crypto.getRandomValues(new Uint8Array(${bytes}));
    const token = await new jose.EncryptJWT({ secret: "yes" }).setProtectedHeader({ alg: "${alg}", enc: "${enc}" }).setExpirationTime("1h").encrypt(key);
    const options = { keyManagementAlgorithms: ["${alg}"] };
    const { payload } = await jose.jwtDecrypt(token, key, options);
    const wrong = await jose.jwtDecrypt(token, new Uint8Array(${bytes}), options).catch((error) => error.code);
    return { secret: payload.secret, wrong };`);
  expect(result).toEqual({ secret: "yes", wrong: "ERR_JWE_DECRYPTION_FAILED" });
});

test.each([
  ["RSA-OAEP-256", "A256GCM"],
  ["RSA-OAEP", "A128CBC-HS256"],
  ["ECDH-ES", "A256GCM"],
  ["ECDH-ES+A128KW", "A128GCM"],
])("JWE with a pair of keys: %s, %s", async (alg, enc) => {
  const result = await guest.evaluate(`
    const { publicKey, privateKey } = await jose.generateKeyPair("${alg}", { extractable: true });
    const token = await new jose.CompactEncrypt(new TextEncoder().encode("hidden")).setProtectedHeader({ alg: "${alg}", enc: "${enc}" }).encrypt(publicKey);
    const again = await jose.importJWK(await jose.exportJWK(privateKey), "${alg}");
    return new TextDecoder().decode((await jose.compactDecrypt(token, again)).plaintext);`);
  expect(result).toBe("hidden");
});

test("a set of keys, a thumbprint, and a token that is no longer valid", async () => {
  const result = await guest.evaluate(`
    const { publicKey, privateKey } = await jose.generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await jose.exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" };
    const set = jose.createLocalJWKSet({ keys: [jwk] });
    const token = await new jose.SignJWT({}).setProtectedHeader({ alg: "ES256", kid: "one" }).setExpirationTime(1000).sign(privateKey);
    const other = await new jose.SignJWT({}).setProtectedHeader({ alg: "ES256", kid: "two" }).sign(privateKey);
    const thumbprint = await jose.calculateJwkThumbprint({ kty: "RSA", n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw", e: "AQAB" });
    return { expired: await jose.jwtVerify(token, set).catch((error) => error.code), unknown: await jose.jwtVerify(other, set).catch((error) => error.code),
      old: (await jose.jwtVerify(token, set, { currentDate: new Date(999000) })).protectedHeader.kid, thumbprint };`);
  expect(result).toEqual({
    expired: "ERR_JWT_EXPIRED",
    unknown: "ERR_JWKS_NO_MATCHING_KEY",
    old: "one",
    // RFC 7638, section 3.1.
    thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
  });
});
