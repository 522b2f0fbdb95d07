import { describe, expect, test } from "vitest";
import { createFunction } from "./function-harness";

/** A function whose handler is `body`; it may use `out`, which makes any value the answer. */
const handler = (body: string) => `export default async (request, env, ctx) => {
  const out = (value) => Response.json(value);
  const failing = async (run) => { try { return await run() } catch (e) { return e.name + ": " + e.message } };
  ${body}
}`;

async function running(body: string) {
  const subject = await createFunction(handler(body));
  subject.request("http://h/");
  const sent = () => subject.guest.calls.filter(({ name }) => name === "fetch").map(({ args }) => args);
  return { subject, sent, answer: () => JSON.parse(subject.answer().text || "null") as unknown };
}

describe("fetch", () => {
  test("sends what it is given and resolves with the response", async () => {
    const { subject, sent, answer } = await running(`
      const r = await fetch("http://Api/x?y#z", { method: "POST", headers: { "X-A": "1" }, body: "b\u00f6dy" });
      return out({ status: r.status, text: r.statusText, type: r.type, url: r.url, redirected: r.redirected, headers: [...r.headers], body: await r.text() });`);
    using _guest = subject;
    expect(sent()).toEqual([
      [
        1,
        "POST",
        "http://api/x?y",
        "X-A\n1\ncontent-type\ntext/plain;charset=UTF-8\naccept\n*/*",
        new TextEncoder().encode("b\u00f6dy"),
        "follow",
      ],
    ]);
    subject.guest.enter("fetchHead", 1, "http://api/moved", true, 203, "Fine", "X-B\n2\nset-cookie\na");
    expect(subject.guest.calls.filter(({ name }) => name === "fetchPull")).toHaveLength(1);
    subject.guest.enter("fetchChunk", 1, new TextEncoder().encode("one "));
    subject.guest.enter("fetchChunk", 1, new TextEncoder().encode("two"));
    subject.guest.enter("fetchEnd", 1);
    expect(answer()).toEqual({
      status: 203,
      text: "Fine",
      type: "basic",
      url: "http://api/moved",
      redirected: true,
      headers: [
        ["set-cookie", "a"],
        ["x-b", "2"],
      ],
      body: "one two",
    });
    expect(subject.answer().spans).toEqual([
      {
        name: "fetch",
        attributes: { "http.request.method": "POST", "url.full": "http://api/x?y#z", "http.response.status_code": 203 },
      },
    ]);
  });

  test("takes a Request, and leaves its body used", async () => {
    const { subject, sent } = await running(`
      const r = new Request("http://a/", { method: "PUT", body: new Blob(["x"]), redirect: "manual" });
      ctx.waitUntil(fetch(r)); return out(r.bodyUsed);`);
    using _guest = subject;
    expect(sent()[0]?.slice(1, 3)).toEqual(["PUT", "http://a/"]);
    expect(sent()[0]?.[5]).toBe("manual");
    expect(subject.answer().text).toBe("true");
  });

  test("buffers a streamed body", async () => {
    const { subject, sent } = await running(`
      const body = new ReadableStream({ start(c) { c.enqueue(new Uint8Array([1])); c.enqueue(new Uint8Array([2])); c.close() } });
      await fetch("http://a/", { method: "POST", body, duplex: "half" });`);
    using _guest = subject;
    expect(sent()[0]?.[4]).toEqual(new Uint8Array([1, 2]));
  });

  test("a refused host rejects with the host's own words", async () => {
    const { subject, answer } = await running(`return out(await failing(() => fetch("http://evil/")))`);
    using _guest = subject;
    subject.guest.enter("fetchError", 1, "evil is not allowed: call with --allow-net evil");
    expect(answer()).toBe("TypeError: evil is not allowed: call with --allow-net evil");
    expect(subject.answer().spans[0]).toMatchObject({ name: "fetch", attributes: { "error.type": "TypeError" } });
  });

  test("a body that breaks off fails its reading", async () => {
    const { subject, answer } = await running(
      `const r = await fetch("http://a/"); return out(await failing(() => r.text()))`,
    );
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 200, "", "");
    subject.guest.enter("fetchChunk", 1, new Uint8Array(1));
    subject.guest.enter("fetchError", 1, "broken off");
    expect(answer()).toBe("TypeError: broken off");
  });

  test("a failure before anybody reads waits for the reader", async () => {
    const { subject, answer } = await running(
      `const r = await fetch("http://a/"); await new Promise((d) => { globalThis.go = d }); return out(await failing(() => r.text()))`,
    );
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 200, "", "");
    subject.guest.enter("fetchError", 1, "broken off");
    await subject.guest.evaluate("go()");
    expect(answer()).toBe("TypeError: broken off");
  });

  test.each([
    [
      "before",
      `const c = new AbortController(); c.abort(); return out(await failing(() => fetch("http://a/", { signal: c.signal })))`,
      0,
    ],
    [
      "while it waits",
      `const c = new AbortController(); const p = failing(() => fetch("http://a/", { signal: c.signal })); c.abort(); return out(await p)`,
      1,
    ],
  ])("can be aborted %s", async (_title, body, aborts) => {
    const { subject, answer } = await running(body);
    using _guest = subject;
    expect(answer()).toMatch(/^AbortError: /);
    expect(subject.guest.calls.filter(({ name }) => name === "fetchAbort")).toHaveLength(aborts);
  });

  test("can be aborted while its body comes", async () => {
    const { subject, answer } = await running(
      `const c = new AbortController(); const r = await fetch("http://a/", { signal: c.signal }); const p = failing(() => r.text()); c.abort(new RangeError("mine")); return out(await p)`,
    );
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 200, "", "");
    expect(answer()).toBe("RangeError: mine");
  });

  test("cancelling a body lets the host stop", async () => {
    const { subject } = await running(`const r = await fetch("http://a/"); await r.body.cancel(); return out(1)`);
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 200, "", "");
    expect(subject.guest.calls.map(({ name }) => name)).toContain("fetchAbort");
  });

  test("the response can be the answer, and streams through", async () => {
    const { subject } = await running(`return fetch("http://a/")`);
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 404, "Not Found", "a\nb");
    subject.guest.enter("fetchChunk", 1, new Uint8Array([120]));
    subject.guest.enter("fetchEnd", 1);
    expect(subject.answer()).toMatchObject({
      status: 404,
      headers: [["a", "b"]],
      text: "x",
      streamed: true,
      settled: true,
    });
  });

  test("statuses without a body have none", async () => {
    const { subject, answer } = await running(`const r = await fetch("http://a/"); return out([r.status, r.body])`);
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 204, "", "");
    expect(answer()).toEqual([204, null]);
  });

  test("the response's headers are immutable", async () => {
    const { subject, answer } = await running(
      `const r = await fetch("http://a/"); return out(await failing(() => r.headers.set("a", "b")))`,
    );
    using _guest = subject;
    subject.guest.enter("fetchHead", 1, "http://a/", false, 200, "", "");
    expect(answer()).toMatch(/^TypeError/);
  });

  test.each([
    ["data:,a%20b", ["text/plain;charset=US-ASCII", "a b"]],
    ["data:text/html;charset=utf-8,<b>", ["text/html;charset=utf-8", "<b>"]],
    ["data:text/plain;base64,aGk=", ["text/plain", "hi"]],
    ["data:;base64,aGk", ["text/plain;charset=US-ASCII", "hi"]],
    ["data:x;base64, aG k=", ["text/plain;charset=US-ASCII", "hi"]],
  ])("%s is read in the guest", async (url, expected) => {
    const { subject, sent, answer } = await running(
      `const r = await fetch("${url}"); return out([r.headers.get("content-type"), await r.text()])`,
    );
    using _guest = subject;
    expect(answer()).toEqual(expected);
    expect(sent()).toEqual([]);
  });

  test.each(["/relative", "file:///etc/passwd", "about:blank", "blob:x", "ftp://a/", "data:nothing", "http://u:p@a/"])(
    "%s is refused",
    async (url) => {
      const { subject, sent, answer } = await running(`return out(await failing(() => fetch("${url}")))`);
      using _guest = subject;
      expect(answer()).toMatch(/^TypeError: /);
      expect(sent()).toEqual([]);
    },
  );

  test("the top level can't fetch", async () => {
    using subject = await createFunction(`
      let failure; try { await fetch("http://a/") } catch (e) { failure = e.name + ": " + e.message }
      export default () => new Response(failure)`);
    expect(subject.adoption).toBeNull();
    expect(subject.request("http://h/").text).toMatch(
      /^TypeError: fetch can't be used while the module's top level runs/,
    );
  });

  test("what an earlier call fetched can't reach a later one", async () => {
    using subject = await createFunction(
      `globalThis.got = []; export default (r) => { fetch(r.url).then((x) => got.push(x.url), () => got.push("error")); return new Response(String(got)) }`,
    );
    subject.request("http://h/1");
    subject.request("http://h/2");
    subject.guest.enter("fetchHead", 1, "http://h/1", false, 200, "", "");
    expect(subject.request("http://h/3").text).toBe("");
  });
});
