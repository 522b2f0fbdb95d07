/** Attempts to reach the host from the guest. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { AttackHarness, expectHealthy, text } from "./attack-harness";

let harness: AttackHarness;
beforeAll(async () => {
  harness = await AttackHarness.open();
});
afterAll(() => harness[Symbol.asyncDispose]());

const HOST_GLOBALS = [
  "process",
  "require",
  "module",
  "exports",
  "global",
  "Buffer",
  "__dirname",
  "__filename",
  "std",
  "os",
  "scriptArgs",
  "print",
  "Deno",
  "Bun",
  "WebAssembly",
  "Worker",
  "importScripts",
  "setImmediate",
  "parentPort",
  "window",
  "document",
  "host",
  "guest",
];

test("no global of a host exists", async () => {
  const found = await harness.evaluate(`return ${JSON.stringify(HOST_GLOBALS)}.filter((name) => name in globalThis)`);
  expect(found).toEqual([]);
});

test("constructor chains end in the guest's own Function", async () => {
  const found = await harness.evaluate(`
    const roots = [request, Response, fetch, console.log, setTimeout, crypto.subtle, new Error("x"), (async () => {}), (function* () {}), new URL("http://a"), request.headers, request.signal];
    return roots.map((root) => { try { return root.constructor.constructor("return typeof process + typeof require + typeof globalThis.host")() } catch (error) { return error.name } });
  `);
  expect(new Set(found as string[])).toEqual(new Set(["undefinedundefinedundefined"]));
});

test("no function of the host can be reached from any object", async () => {
  const names = await harness.evaluate(`
    const lent = ["wakeAt", "settled", "adopted", "requestPull", "fetchPull", "fetchAbort", "decodeText", "epochNow"];
    const seen = new Set(); const found = [];
    const queue = [globalThis, request, { e: new Error("x") }, (function () { return arguments })(), new Response("x"), new FormData(), new Blob([]), await crypto.subtle.digest("SHA-256", new Uint8Array(1))];
    while (queue.length > 0) {
      const value = queue.pop();
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
      seen.add(value);
      if (typeof value === "function" && lent.includes(value.name)) found.push(value.name);
      queue.push(Object.getPrototypeOf(value));
      for (const key of Reflect.ownKeys(value)) {
        const property = Object.getOwnPropertyDescriptor(value, key);
        queue.push(property.value, property.get, property.set);
      }
    }
    return { found, visited: seen.size > 500 };
  `);
  expect(names).toEqual({ found: [], visited: true });
});

test("stack introspection hands out no host function and no receiver", async () => {
  const leaked = await harness.evaluate(`
    const seen = [];
    Error.prepareStackTrace = (error, frames) => { for (const frame of frames ?? []) seen.push(typeof frame.getThis?.(), typeof frame.getFunction?.()); return "" };
    try { new Response(null, { status: 1 }) } catch (error) { void error.stack }
    const poke = () => { throw new Error("x") };
    try { [1].map(poke) } catch (error) { void error.stack }
    let caller = "none"; try { caller = String((function f() { return f.caller })()) } catch { caller = "refused" }
    return { leaks: seen.filter((kind) => kind === "function" || kind === "object"), caller: ["refused", "null", "undefined"].includes(caller) };
  `);
  expect(leaked).toEqual({ leaks: [], caller: true });
});

test("an object that looks like a response or a handle is not taken for one", async () => {
  for (const forged of [
    `{ status: 200, headers: new Headers(), body: "forged", ptr: 4096, vm: {} }`,
    `Object.create(Response.prototype)`,
    `new Proxy(new Response("real"), {})`,
    `{ __proto__: Response.prototype, status: 200 }`,
    `123456`,
    `"text"`,
    `undefined`,
  ]) {
    const invocation = await harness.run(`export default () => (${forged});`);
    expect(invocation, forged).toMatchObject({ outcome: "threw", error: { code: "invalid-response" } });
  }
});

test("a polluted prototype does not reach the host's objects", async () => {
  const invocation = await harness.run(`
    for (const name of ["status", "headers", "body", "outcome", "failure", "then", "toJSON", "type", "value", "0", "constructor"]) {
      try { Object.defineProperty(Object.prototype, name, { configurable: true, get() { return "polluted" }, set(value) { globalThis.attackSaw = value } }) } catch {}
    }
    JSON.parse('{"__proto__": {"polluted": true}}');
    export default () => new Response("answer", { headers: { "x-test": "1" } });
  `);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(["ok", "threw"]).toContain(invocation.outcome);
  if (invocation.outcome === "ok") expect(text(invocation)).toBe("answer");
  await expectHealthy(harness);
});

test("overwritten built-ins hurt only the function that overwrote them", async () => {
  const invocation = await harness.run(`
    export default () => {
      const response = new Response("answer");
      Array.prototype[Symbol.iterator] = function* () { throw new Error("attack") };
      Promise.prototype.then = () => { throw new Error("attack") };
      Function.prototype.call = Function.prototype.apply = () => { throw new Error("attack") };
      String.prototype.split = Array.prototype.push = Array.prototype.map = () => { throw new Error("attack") };
      JSON.stringify = JSON.parse = () => "attack";
      Map.prototype.get = Map.prototype.set = () => { throw new Error("attack") };
      Reflect.apply = () => { throw new Error("attack") };
      return response;
    };
  `);
  expect(["ok", "threw"]).toContain(invocation.outcome);
  await expectHealthy(harness);
});

test("thenables and getters run in the guest and end with it", async () => {
  const bombs = [
    `({ then(resolve) { resolve(this) } })`,
    `({ get then() { throw new Error("attack") } })`,
    `({ then() { for (;;) {} } })`,
    `new Proxy({}, { get: () => { throw new Error("attack") } })`,
    `new Promise(() => {})`,
  ];
  for (const bomb of bombs) {
    const invocation = await harness.run(`export default () => ${bomb};`, { grants: { timeoutMs: 150 } });
    expect(["threw", "timeout"], bomb).toContain(invocation.outcome);
  }
  await expectHealthy(harness);
});

test("header values can't smuggle lines into the response", async () => {
  const found = await harness.evaluate(`
    return ["a\\nx-evil: 1", "a\\r\\nx-evil: 1", "a\\0b"].map((value) => {
      try { new Response("", { headers: { "x-test": value } }); return "accepted" } catch (error) { return error.name }
    });
  `);
  expect(found).toEqual(["TypeError", "TypeError", "TypeError"]);
});

test("the network is closed unless a host is named", async () => {
  const found = (await harness.evaluate(`
    const errors = [];
    for (const url of ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "https://example.com@127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/"]) {
      try { await fetch(url); errors.push("fetched") } catch (error) { errors.push(error.name) }
    }
    return errors;
  `)) as string[];
  expect(found).toEqual(Array(6).fill("TypeError"));
});

test("dynamic import and eval reach nothing outside", async () => {
  const found = await harness.evaluate(`
    const tries = [];
    for (const name of ["fs", "node:fs", "./attack-1.js", "/etc/passwd", "data:text/javascript,export default 1"]) {
      try { await (0, eval)("import(" + JSON.stringify(name) + ")"); tries.push("imported") } catch (error) { tries.push("refused") }
    }
    return tries;
  `);
  expect(found).toEqual(Array(5).fill("refused"));
});
