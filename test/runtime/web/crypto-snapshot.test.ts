/**
 * A snapshot must not hold randomness: two sandboxes that start from the same image would otherwise hand out the same session
 * ids, keys and nonces. Here a guest uses all of its cryptography, is snapshot in the middle of it, and lives on twice.
 */
import { EXTENSIONS } from "../../../runtime/sandbox/quickjs/engine-modules";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { JSValueHandle } from "quickjs-wasi";
import { QuickJS } from "quickjs-wasi";
import { expect, test } from "vitest";
import { hostCrypto } from "../../../runtime/web/crypto-host";
import { createGuest } from "./guest-harness";

const require = createRequire(import.meta.url);

/** What a function might do at its top level: make keys, and draw from every source of randomness. */
const TOP_LEVEL = `
globalThis.keys = {
  hmac: await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]),
  aes: await crypto.subtle.importKey("raw", new Uint8Array(32).fill(1), "AES-GCM", false, ["encrypt", "decrypt"]),
  ecdsa: await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]),
  ed25519: await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]),
  rsa: await crypto.subtle.generateKey({ name: "RSA-PSS", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, false, ["sign", "verify"]),
};
globalThis.mac = await crypto.subtle.sign("HMAC", keys.hmac, new Uint8Array(3));
crypto.getRandomValues(new Uint8Array(32));
crypto.randomUUID();
Math.random();
await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.ecdsa.privateKey, new Uint8Array(3));
`;

/** Everything that is drawn at random, one line each. */
const DRAW = `
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const jwk = async (key) => JSON.stringify(await crypto.subtle.exportKey("jwk", key.privateKey ?? key));
const data = new Uint8Array(3);
return {
  getRandomValues: hex(crypto.getRandomValues(new Uint8Array(16))),
  randomUUID: crypto.randomUUID(),
  "Math.random": Math.random(),
  "AES key": await jwk(await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"])),
  "HMAC key": await jwk(await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"])),
  "P-256 key": await jwk(await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])),
  "Ed25519 key": await jwk(await crypto.subtle.generateKey("Ed25519", true, ["sign"])),
  "X25519 key": await jwk(await crypto.subtle.generateKey("X25519", true, ["deriveBits"])),
  "RSA key": await jwk(await crypto.subtle.generateKey({ name: "RSA-OAEP", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["decrypt"])),
  "ECDSA signature": hex(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.ecdsa.privateKey, data)),
  "RSA-PSS signature": hex(await crypto.subtle.sign({ name: "RSA-PSS", saltLength: 32 }, keys.rsa.privateKey, data)),
};`;

/** That keys made before the snapshot still do what they did. */
const USE = `
const data = new Uint8Array(3);
const algorithms = { ecdsa: { name: "ECDSA", hash: "SHA-256" }, ed25519: "Ed25519", rsa: { name: "RSA-PSS", saltLength: 32 } };
const results = { hmac: await crypto.subtle.verify("HMAC", keys.hmac, mac, data) };
for (const [name, algorithm] of Object.entries(algorithms)) {
  const signature = await crypto.subtle.sign(algorithm, keys[name].privateKey, data);
  results[name] = await crypto.subtle.verify(algorithm, keys[name].publicKey, signature, data);
}
const gcm = { name: "AES-GCM", iv: new Uint8Array(12) };
results.aes = new Uint8Array(await crypto.subtle.decrypt(gcm, keys.aes, await crypto.subtle.encrypt(gcm, keys.aes, data))).length === 3;
results.extractable = await crypto.subtle.exportKey("raw", keys.hmac).then(() => true, (error) => error.name);
return results;`;

/** Another life of a guest that was snapshot. */
async function restore(snapshot: ReturnType<QuickJS["snapshot"]>): Promise<QuickJS> {
  const vm = await QuickJS.restore(snapshot, {
    wasm: readFileSync(require.resolve("quickjs-wasi/quickjs.wasm")),
    extensions: EXTENSIONS.map((name) => ({ name, wasm: readFileSync(require.resolve(`quickjs-wasi/${name}.so`)) })),
  });
  vm.registerHostCallback("crypto", (...handles: JSValueHandle[]) =>
    vm.hostToHandle(hostCrypto(...(handles.map((handle) => vm.dump(handle)) as [unknown, unknown, ...unknown[]]))),
  );
  return vm;
}

async function evaluate(vm: QuickJS, body: string): Promise<Record<string, unknown>> {
  const promise = vm.evalCode(`(async () => JSON.stringify(await (async () => {${body}\n})()))()`, "test.js");
  const settled = vm.resolvePromise(promise);
  vm.executePendingJobs();
  const result = await settled;
  if ("error" in result) throw new Error(result.error.toString());
  return JSON.parse(result.value.toString()) as Record<string, unknown>;
}

test("two lives of one snapshot draw nothing alike, and keep their keys", async () => {
  using guest = await createGuest();
  await guest.evaluate(TOP_LEVEL);
  // What the host does before each call: an entry, after which nothing that was drawn before may be used.
  guest.enter("responseCredit");
  const snapshot = guest.vm.snapshot();
  using first = await restore(snapshot);
  using second = await restore(snapshot);
  const [one, two] = [await evaluate(first, DRAW), await evaluate(second, DRAW)];
  for (const [source, drawn] of Object.entries(one)) expect(two[source], source).not.toEqual(drawn);
  const usable = { hmac: true, ecdsa: true, ed25519: true, rsa: true, aes: true, extractable: "InvalidAccessError" };
  expect(await evaluate(first, USE)).toEqual(usable);
  expect(await evaluate(second, USE)).toEqual(usable);
});
