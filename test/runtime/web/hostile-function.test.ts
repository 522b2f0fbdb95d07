import { describe, expect, test } from "vitest";
import { bundle, createFunction } from "./function-harness";

/** What each host function may be called with, whatever a function does: the kinds of `bridge.ts`. */
const KINDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  respond: [["number"], ["string"], ["string"], ["string", "bytes", "null"]],
  head: [["number"], ["string"], ["string"]],
  chunk: [["bytes"]],
  fail: [["string"], ["string"], ["string"]],
  fetch: [["number"], ["string"], ["string"], ["string"], ["bytes", "null"], ["string"]],
  span: [["string"], ["number"], ["number"], ["string"]],
  log: [["string"], ["string"]],
};

function kindOf(value: unknown): string {
  return value === null ? "null" : value instanceof Uint8Array ? "bytes" : typeof value;
}

/** Calls with an argument of a wrong kind. */
function misuses(calls: readonly { name: string; args: readonly unknown[] }[]): string[] {
  return calls.flatMap(({ name, args }) =>
    (KINDS[name] ?? []).flatMap((kinds, index) =>
      kinds.includes(kindOf(args[index])) ? [] : [`${name}[${index}] is ${kindOf(args[index])}`],
    ),
  );
}

const POISONS: Readonly<Record<string, string>> = {
  "getters and setters on Object.prototype": `for (const key of ["get", "set", "value", "status", "headers", "then", "body", "stream", "text", "bytes", "done", "__env", "over", "host", "fetch"])
      Object.defineProperty(Object.prototype, key, { __proto__: null, configurable: true, get() { return undefined }, set() { globalThis.leaked = [this, arguments] } });`,
  "setters on Array.prototype": `for (let i = 0; i < 8; i++) Object.defineProperty(Array.prototype, i, { configurable: true, get() { return 1 }, set(v) { (globalThis.leaks ??= new Set()).add(v) } });`,
  "a broken array iterator": `Array.prototype[Symbol.iterator] = function* () { yield { evil: true } };`,
  "Promise.prototype.then overwritten": `Promise.prototype.then = function () { return 5 };`,
  "Promise's constructor overwritten": `Promise.prototype.constructor = class { static get [Symbol.species]() { throw new Error("species") } };`,
  "string methods overwritten": `for (const key of Object.getOwnPropertyNames(String.prototype)) if (typeof String.prototype[key] === "function" && key !== "constructor") String.prototype[key] = () => ({});`,
  "regular expressions overwritten": `RegExp.prototype.exec = () => { throw 1 }; RegExp.prototype.test = () => true; RegExp.prototype[Symbol.split] = () => [{}];`,
  "typed arrays overwritten": `for (const key of ["set", "subarray", "slice", "indexOf"]) Uint8Array.prototype[key] = () => "no"; Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), "length", { get: () => "no" }); Object.defineProperty(Uint8Array.prototype, "constructor", { get() { throw 1 } });`,
  "globals overwritten": `for (const key of ["Promise", "Map", "Object", "Array", "Uint8Array", "JSON", "Response", "Request", "Headers", "URL", "TextEncoder", "ReadableStream", "Error", "TypeError", "Symbol", "Reflect"]) globalThis[key] = undefined;`,
  "own classes overwritten": `for (const c of [Request, Response, Headers, ReadableStream, AbortSignal]) for (const key of Object.getOwnPropertyNames(c.prototype)) if (key !== "constructor") Object.defineProperty(c.prototype, key, { configurable: true, get() { return () => { throw new Error("poisoned") } } });`,
  "JSON overwritten": `JSON.stringify = () => ({}); JSON.parse = () => null; Object.prototype.toJSON = () => ({ evil: 1 });`,
};

describe("a function that poisons what it can", () => {
  test.each(Object.entries(POISONS))("%s: the bridge holds", async (_title, poison) => {
    using subject = await createFunction(`
      const R = Response;
      export default { fetch: (request) => { const answer = new R("still here", { status: 202 }); ${poison} return answer } };`);
    expect(subject.request("http://h/a?b", { headers: [["x", "y"]] })).toMatchObject({
      status: 202,
      text: "still here",
    });
    expect(misuses(subject.guest.calls)).toEqual([]);
    subject.request("http://h/again");
    expect(misuses(subject.guest.calls)).toEqual([]);
  });

  test.each(Object.entries(POISONS))("%s: a promised answer holds too, or fails cleanly", async (_title, poison) => {
    using subject = await createFunction(`
      const R = Response;
      export default { fetch: async (request, env, ctx) => { const answer = new R(new Uint8Array([104, 105])); ${poison} ctx.waitUntil(5); return answer } };`);
    const { status, failure } = subject.request("http://h/");
    expect(misuses(subject.guest.calls)).toEqual([]);
    expect(status === 200 || failure !== null).toBe(true);
  });

  test("nothing leads from the guest to the host", async () => {
    using subject = await createFunction(`
      const seen = new Set(); const found = [];
      const forbidden = ["requestPull", "fetchPull", "wakeAt", "decodeText", "epochNow"];
      function walk(value, path) {
        if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || path.length > 12) return;
        seen.add(value);
        for (const key of Reflect.ownKeys(value)) {
          if (forbidden.includes(key)) found.push([...path, String(key)].join("."));
          let next; try { const d = Reflect.getOwnPropertyDescriptor(value, key); next = "value" in d ? d.value : d.get; if (d.set) walk(d.set, [...path, String(key), "set"]); } catch { continue }
          walk(next, [...path, String(key)]);
        }
        try { walk(Object.getPrototypeOf(value), [...path, "__proto__"]) } catch {}
      }
      export default (request, env, ctx) => {
        walk(globalThis, ["globalThis"]); walk(request, ["request"]); walk(request.headers, ["headers"]); walk(request.signal, ["signal"]);
        walk(request.body, ["body"]); walk(ctx, ["ctx"]); walk(new Response("x").body, ["stream"]); walk(new Headers().entries(), ["iterator"]);
        return Response.json({ found, count: seen.size });
      }`);
    const { text } = subject.request("http://h/", { method: "POST", body: "x" });
    const { found, count } = JSON.parse(text) as { found: string[]; count: number };
    expect(found).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });

  test.each([
    ["answers twice", `{ get then() { return (ok) => { ok(new Response("a")); ok(new Response("b")) } } }`, 1],
    ["throws after answering", `{ then(ok) { ok(new Response("a")); throw new Error("late") } }`, 1],
    [
      "is itself its answer",
      `(() => { const t = { then(ok) { ok(t) } }; let n = 0; t.then = (ok) => { if (n++ < 5) ok(t); else ok(new Response("a")) }; return t })()`,
      1,
    ],
    ["throws when it is asked for then", `{ get then() { throw new RangeError("no then") } }`, 0],
  ])("a thenable that %s answers at most once", async (_title, thenable, responses) => {
    using subject = await createFunction(`export default () => (${thenable})`);
    subject.request("http://h/");
    expect(subject.guest.calls.filter(({ name }) => name === "respond")).toHaveLength(responses);
    expect(subject.guest.calls.filter(({ name }) => name === "settled")).toHaveLength(responses);
    expect(misuses(subject.guest.calls)).toEqual([]);
  });

  test("a handler that exports getters is only read once per name, and one that throws fails init", async () => {
    using subject = await createFunction(`export default { get fetch() { throw new RangeError("no") } }`);
    expect(subject.adoption).toEqual({ code: "init-threw", message: "RangeError: no" });
  });

  test("a chunk whose buffer changes later is sent as it was", async () => {
    using subject = await createFunction(`export default () => {
      const bytes = new Uint8Array([97]);
      return new Response(new ReadableStream({ start(c) { c.enqueue(bytes); c.close() } }));
    }`);
    expect(subject.request("http://h/").text).toBe("a");
  });

  test("a subclass of Uint8Array is a chunk like any other", async () => {
    using subject = await createFunction(`export default () => new Response(new ReadableStream({ start(c) {
      c.enqueue(new (class Mine extends Uint8Array { get length() { return 99 } })([97, 98])); c.close() } }))`);
    expect(subject.request("http://h/")).toMatchObject({ text: "ab", settled: true });
    expect(misuses(subject.guest.calls)).toEqual([]);
  });

  test("bundled code that overwrites fetch does not reach the host's", async () => {
    using subject = await createFunction(
      await bundle(`globalThis.fetch = () => { throw new Error("mine") }; export default () => new Response("x")`),
    );
    expect(subject.request("http://h/").text).toBe("x");
  });
});
