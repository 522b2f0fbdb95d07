import { describe, expect, test } from "vitest";
import { createFunction } from "./function-harness";

describe("handler shapes", () => {
  test.each([
    ["an object with fetch", `export default { fetch(request) { return new Response(request.method) } }`],
    ["an async fetch", `export default { async fetch(request) { return new Response(request.method) } }`],
    ["a default function", `export default (request) => new Response(request.method)`],
    [
      "an instance",
      `class App { #m = "!"; fetch(r) { return new Response(r.method + this.#m.slice(1)) } } export default new App()`,
    ],
    ["a function that has fetch", `export default Object.assign(() => 1, { fetch: (r) => new Response(r.method) })`],
    ["named methods", `export const POST = (request) => new Response(request.method); export const GET = POST;`],
    ["a fetch listener", `addEventListener("fetch", (event) => event.respondWith(new Response(event.request.method)))`],
    [
      "a listener with a promise",
      `addEventListener("fetch", (event) => event.respondWith((async () => new Response(event.request.method))()))`,
    ],
    [
      "CommonJS compiled from ES modules",
      `export default { __esModule: true, default: { fetch: (r) => new Response(r.method) } }`,
    ],
    ["CommonJS with a function", `export default function (r) { return new Response(r.method) }`],
    ["CommonJS with methods", `export default { POST: (r) => new Response(r.method) }`],
    [
      "a Lambda handler",
      `export const handler = async (event) => ({ statusCode: 200, body: event.requestContext.http.method })`,
    ],
    [
      "a handler that calls back",
      `export const handler = (event, context, callback) => { callback(null, { statusCode: 200, body: event.requestContext.http.method }) }`,
    ],
    [
      "CommonJS with a handler",
      `export default { handler: async (event) => ({ statusCode: 200, body: event.requestContext.http.method }) }`,
    ],
  ])("%s answers", async (_title, source) => {
    using subject = await createFunction(source);
    expect(subject.adoption).toBeNull();
    expect(subject.request("http://h/", { method: "POST" })).toMatchObject({
      status: 200,
      text: "POST",
      settled: true,
      failure: null,
    });
  });

  test.each([
    ["nothing", `const x = 1`, "exports nothing"],
    ["other names", `export const a = 1; export function b() {}`, "a (number), b (function)"],
    ["a class", `export default class App { fetch() {} }`, "default (class)"],
    ["an object without fetch", `export default { x: 1, y: 2 }`, "default (an object with x, y)"],
    ["a string", `export default "x"`, "default (string)"],
  ])("%s is a wrong shape that says what it is", async (_title, source, message) => {
    using subject = await createFunction(source);
    expect(subject.adoption?.code).toBe("handler-shape");
    expect(subject.adoption?.message).toContain(message);
    expect(subject.adoption?.message).toContain("export const handler");
    expect(subject.adoption?.message).not.toContain("\n");
  });

  test("a top level that throws fails as init", async () => {
    using subject = await createFunction(`throw new RangeError("boom")`);
    expect(subject.adoption).toEqual({ code: "init-threw", message: "RangeError: boom" });
  });

  test("HEAD falls back to GET, and other methods are refused with Allow", async () => {
    using subject = await createFunction(`export const GET = (r) => new Response(r.method); export const PUT = GET;`);
    expect(subject.request("http://h/", { method: "HEAD" })).toMatchObject({ status: 200, text: "HEAD" });
    expect(subject.request("http://h/", { method: "DELETE" })).toMatchObject({
      status: 405,
      headers: [["allow", "GET, HEAD, PUT"]],
      settled: true,
    });
  });

  test("a request shape says that it takes no events", async () => {
    using subject = await createFunction(`export default { fetch: () => new Response() }`);
    expect(subject.event({ a: 1 }).failure?.code).toBe("handler-shape");
  });

  test("a module with fetch and a handler takes both", async () => {
    using subject = await createFunction(
      `export default { fetch: () => new Response("http") }; export const handler = async (e) => ({ got: e.x })`,
    );
    expect(subject.request("http://h/").text).toBe("http");
    expect(subject.event({ x: 5 })).toMatchObject({ text: '{"got":5}', status: 200, statusText: "OK" });
  });
});

describe("what a handler gets", () => {
  test("the request, the environment and a context", async () => {
    using subject = await createFunction(
      `export default { async fetch(request, env, ctx) {
        return Response.json({ url: request.url, headers: [...request.headers], env, props: ctx.props, body: await request.text(),
          keys: Object.keys(globalThis).includes("__env"), process: typeof process, own: __env.NAME, cf: typeof request.cf });
      } }`,
      { NAME: "value" },
    );
    subject.request("http://H/a/../b?c", {
      method: "POST",
      headers: [
        ["X-A", "1"],
        ["x-a", "2"],
      ],
      body: "hi",
    });
    expect(JSON.parse(subject.answer().text)).toEqual({
      url: "http://h/b?c",
      headers: [["x-a", "1, 2"]],
      env: { NAME: "value" },
      props: {},
      body: "hi",
      keys: false,
      process: "undefined",
      own: "value",
      cf: "undefined",
    });
  });

  test("an environment that no other call wrote into", async () => {
    using subject = await createFunction(
      `export default (request, env) => { const before = env.A; env.A = "poisoned"; return new Response(before) }`,
      { A: "1" },
    );
    expect(subject.request("http://h/").text).toBe("1");
    expect(subject.request("http://h/").text).toBe("1");
  });

  test("headers that can't be changed, until they are copied", async () => {
    using subject = await createFunction(`export default (request) => {
      let error; try { request.headers.set("a", "b") } catch (e) { error = e.name }
      const copy = new Request(request); copy.headers.set("a", "c");
      return new Response(error + copy.headers.get("a"));
    }`);
    expect(subject.request("http://h/").text).toBe("TypeErrorc");
  });

  test("a signal that aborts when the client goes away", async () => {
    using subject = await createFunction(`export default (request) => new Promise((resolve) => {
      request.signal.addEventListener("abort", () => { console.log("aborted " + request.signal.reason.name); resolve(new Response("late")) });
    })`);
    subject.request("http://h/");
    subject.guest.enter("cancel");
    expect(subject.answer().logs.join()).toContain("aborted AbortError");
  });

  test("a body that comes in chunks, as it asks for them", async () => {
    using subject = await createFunction(`export default async (request) => {
      const chunks = []; for await (const chunk of request.body) chunks.push(chunk.length); return Response.json(chunks);
    }`);
    subject.request("http://h/", { method: "POST", streamed: true });
    const pulls = () => subject.guest.calls.filter(({ name }) => name === "requestPull").length;
    expect(pulls()).toBe(1);
    subject.guest.enter("requestChunk", new Uint8Array(3));
    expect(pulls()).toBe(2);
    subject.guest.enter("requestChunk", new Uint8Array(5));
    subject.guest.enter("requestEnd");
    expect(subject.answer().text).toBe("[3,5]");
  });

  test("a body's failure", async () => {
    using subject = await createFunction(
      `export default async (request) => { try { return new Response(await request.text()) } catch (e) { return new Response(e.name + e.message) } }`,
    );
    subject.request("http://h/", { method: "POST", streamed: true });
    subject.guest.enter("requestChunk", new Uint8Array(3));
    subject.guest.enter("requestError", "the client went away");
    expect(subject.answer().text).toBe("TypeErrorthe client went away");
  });

  test("a body that ended before anybody read it", async () => {
    using subject = await createFunction(
      `export default async (request) => { await new Promise((r) => { globalThis.go = r }); return new Response("<" + await request.text() + ">") }`,
    );
    subject.request("http://h/", { method: "POST", streamed: true });
    subject.guest.enter("requestEnd");
    await subject.guest.evaluate("go()");
    expect(subject.answer().text).toBe("<>");
  });
});

describe("answers", () => {
  test("a known body goes out at once, and its head with it", async () => {
    using subject = await createFunction(
      `export default () => new Response("h\u00e9", { status: 201, statusText: "Made", headers: [["X-One", "1"], ["set-cookie", "a"], ["set-cookie", "b"]] })`,
    );
    const answer = subject.request("http://h/");
    expect(answer).toMatchObject({ status: 201, statusText: "Made", text: "h\u00e9", streamed: false, settled: true });
    expect(answer.headers).toEqual([
      ["X-One", "1"],
      ["set-cookie", "a"],
      ["set-cookie", "b"],
      ["content-type", "text/plain;charset=UTF-8"],
    ]);
  });

  test.each([
    ["a view of a larger buffer", `new Uint8Array([120, 97, 98, 120]).subarray(1, 3)`, "ab"],
    ["a blob", `new Blob(["ab"]).slice(1)`, "b"],
    ["nothing", `null`, ""],
  ])("%s is sent as it is", async (_title, body, text) => {
    using subject = await createFunction(`export default () => new Response(${body})`);
    expect(subject.request("http://h/")).toMatchObject({ text, streamed: false, settled: true });
  });

  test("a stream goes out in chunks, no faster than they are taken", async () => {
    let room = 1;
    using subject = await createFunction(
      `export default () => { let n = 0; return new Response(new ReadableStream({ pull(c) { if (n === 3) c.close(); else c.enqueue(new Uint8Array([97 + n++])) } })) }`,
      {},
      { chunk: () => room-- > 0 },
    );
    expect(subject.request("http://h/")).toMatchObject({ status: 200, streamed: true, text: "ab", settled: false });
    room = 10;
    subject.guest.enter("responseCredit");
    expect(subject.answer()).toMatchObject({ text: "abc", ended: true, settled: true });
  });

  test("a body that was only looked at is streamed", async () => {
    using subject = await createFunction(
      `export default () => { const r = new Response("abc"); return r.body ? r : null }`,
    );
    expect(subject.request("http://h/")).toMatchObject({ text: "abc", streamed: true, ended: true, settled: true });
  });

  test.each([
    [
      "a stream that fails",
      `new ReadableStream({ start(c) { c.enqueue(new Uint8Array(1)) }, pull() { throw new RangeError("dry") } })`,
      "RangeError: dry",
    ],
    ["a stream of text", `new ReadableStream({ start(c) { c.enqueue("text"); c.close() } })`, "not a Uint8Array"],
  ])("%s fails after the head", async (_title, body, message) => {
    using subject = await createFunction(`export default () => new Response(${body})`);
    const answer = subject.request("http://h/");
    expect(answer).toMatchObject({ status: 200, settled: false, failure: { code: "body-threw" } });
    expect(answer.failure?.message).toContain(message);
  });

  test.each([
    ["nothing", `() => {}`, "returned nothing"],
    ["a promise of nothing", `async () => {}`, "returned nothing"],
    ["text", `() => "hello"`, "a string"],
    ["an object", `() => ({ status: 200, body: "x" })`, "an object with status, body"],
    ["a look-alike", `() => Object.create(Response.prototype)`, "Response"],
    ["a network error", `() => Response.error()`, "Response.error()"],
    [
      "a response that was read",
      `async () => { const r = new Response("x"); await r.text(); return r }`,
      "already read",
    ],
    ["a listener that does not answer", `null; addEventListener("fetch", () => {})`, "respondWith"],
  ])("%s is no response", async (_title, handler, message) => {
    using subject = await createFunction(`export default ${handler}`);
    const answer = subject.request("http://h/");
    expect(answer.failure?.code).toBe("invalid-response");
    expect(answer.failure?.message).toContain(message);
    expect(answer.failure?.message).not.toContain("\n");
  });

  test.each([
    ["throws", `() => { throw new RangeError("boom") }`, "RangeError: boom"],
    ["rejects", `async () => { throw new RangeError("boom") }`, "RangeError: boom"],
    ["throws a string", `() => { throw "boom" }`, "a string was thrown: boom"],
    ["throws something hostile", `() => { throw new Proxy({}, { get() { throw 1 } }) }`, "can't be read"],
    [
      "has a listener that throws",
      `null; addEventListener("fetch", () => { throw new RangeError("boom") })`,
      "RangeError: boom",
    ],
  ])("a handler that %s fails the call", async (_title, handler, message) => {
    using subject = await createFunction(`export default ${handler}`);
    const answer = subject.request("http://h/");
    expect(answer).toMatchObject({ failure: { code: "handler-threw" }, settled: false });
    expect(answer.failure?.message).toContain(message);
  });

  test("the stack of what was thrown comes along", async () => {
    using subject = await createFunction(`function inner() { throw new Error("x") }\nexport default () => inner()`);
    expect(subject.request("http://h/").failure?.stack).toContain("function.js:1");
  });

  test("an answer of an earlier call can't answer a later one", async () => {
    using subject = await createFunction(
      `let resolve; export default (r) => r.url.endsWith("first") ? new Promise((done) => { resolve = done }) : (resolve(new Response("stale")), new Promise(() => {}))`,
    );
    subject.request("http://h/first");
    expect(subject.request("http://h/second")).toMatchObject({ status: null, failure: null, settled: false });
  });
});

describe("waitUntil", () => {
  test("keeps the call open until its promises settled, and shows as spans", async () => {
    using subject = await createFunction(
      `export default (r, env, ctx) => { ctx.waitUntil(new Promise((done) => { globalThis.done = done })); ctx.passThroughOnException(); return new Response("x") }`,
    );
    expect(subject.request("http://h/")).toMatchObject({ text: "x", settled: false });
    await subject.guest.evaluate("done()");
    expect(subject.answer()).toMatchObject({ settled: true, spans: [{ name: "waitUntil" }] });
  });

  test("a rejected one is an error on the console", async () => {
    using subject = await createFunction(
      `export default (r, env, ctx) => { ctx.waitUntil(Promise.reject(new RangeError("late"))); return new Response("x") }`,
    );
    const answer = subject.request("http://h/");
    expect(answer).toMatchObject({ settled: true, failure: null });
    expect(answer.logs.join()).toContain("RangeError: late");
  });

  test("can be called while another one is waited for", async () => {
    using subject = await createFunction(
      `export default (r, env, ctx) => { ctx.waitUntil((async () => { await null; ctx.waitUntil(new Promise((d) => { globalThis.d = d })) })()); return new Response("x") }`,
    );
    expect(subject.request("http://h/").settled).toBe(false);
    await subject.guest.evaluate("d()");
    expect(subject.answer().settled).toBe(true);
  });

  test("works on a fetch event", async () => {
    using subject = await createFunction(
      `addEventListener("fetch", (e) => { e.waitUntil(Promise.resolve()); e.respondWith(new Response("x")) })`,
    );
    expect(subject.request("http://h/")).toMatchObject({ text: "x", settled: true });
  });
});
