import fc from "fast-check";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import type { BuildProblem, FailureCode, Outcome } from "../../../runtime";
import { escapeHtml } from "../../../main/workbench/gateway/page";
import { answering, failed, head, invocation, testGateway } from "./fake-invoke";
import { RawClient } from "./raw-client";

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

function get(port: number, path = "/", headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, { headers });
}

const FAILURES: readonly [Outcome, FailureCode, number, string | null][] = [
  ["threw", "handler-threw", 500, null],
  ["threw", "invalid-response", 500, null],
  ["timeout", "deadline", 504, null],
  ["out-of-memory", "memory-limit", 500, null],
  ["crashed", "sandbox-died", 500, null],
  ["rejected", "queue-full", 503, "1"],
  ["rejected", "queue-deadline", 503, "1"],
  ["interrupted", "cancelled", 503, "1"],
];

test.each(FAILURES)("a call that ended %s (%s) is a %i", async (outcome, code, status, retryAfter) => {
  await using gateway = await testGateway(() =>
    failed(outcome, { code, message: "what went wrong", stack: "Error: what\n    at hello.ts:3:7" }),
  );
  const response = await get(gateway.port);
  expect(response.status).toBe(status);
  expect(response.headers.get("retry-after")).toBe(retryAfter);
  expect(await response.json()).toEqual({
    error: { code, message: "what went wrong", stack: "Error: what\n    at hello.ts:3:7" },
    invocation: invocation().id,
  });
  expect(gateway.lines).toMatchObject([{ status, outcome, error: `${code}: what went wrong`, functionName: "hello" }]);
});

test("a browser gets a page that nothing in the failure can script", async () => {
  const evil = `</pre><script>alert("1")</script>&'`;
  await using gateway = await testGateway(() => failed("threw", { code: "handler-threw", message: evil, stack: evil }));
  const response = await get(gateway.port, "/", BROWSER);
  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  const page = await response.text();
  expect(page).not.toContain("<script");
  expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
  expect(page).toContain("prefers-color-scheme:dark");
  expect(page).toContain(`coldframe trace ${invocation().id}`);
});

test("escaped text never holds markup and reads back the same", () => {
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "a", ";", "#") }), (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).not.toMatch(/[<>"']/);
      expect(escaped.replace(/&([a-z0-9#]+);/g, (_, name: string) => entities[name] ?? "?")).toBe(text);
    }),
  );
});

test("a failed HEAD has no body", async () => {
  await using gateway = await testGateway(() => failed("threw", { code: "handler-threw", message: "no", stack: null }));
  const response = await RawClient.exchange(
    gateway.port,
    "HEAD / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
  );
  expect(response).toMatch(/^HTTP\/1\.1 500 /);
  expect(response.endsWith("\r\n\r\n")).toBe(true);
});

const PROBLEM: BuildProblem = {
  code: "syntax",
  message: 'Expected ";" but found "<b>"',
  location: { file: "src/hello.ts", line: 3, column: 8, lineText: "\tconst <b>a;" },
  importChain: ["index.ts", "src/hello.ts"],
};

test("a build failure says where, for scripts and for browsers", async () => {
  await using gateway = await testGateway(() => ({ problems: [PROBLEM] }));
  const response = await get(gateway.port);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({
    error: { code: "syntax", message: `src/hello.ts:3:8: ${PROBLEM.message}`, problems: [PROBLEM] },
    invocation: null,
  });
  const page = await (await get(gateway.port, "/", BROWSER)).text();
  expect(page).toContain("src/hello.ts:3:8: Expected &quot;;&quot;");
  expect(page).toContain("\tconst &lt;b&gt;a;\n\t      ^\n");
  expect(page).toContain("index.ts → src/hello.ts");
  expect(gateway.lines[0]).toMatchObject({ status: 500, outcome: "build-failed" });
});

test("a page says once which modules lead to a problem", async () => {
  const message = 'index.ts → src/hello.ts imports "left-pad", which can\'t be found: run npm install left-pad.';
  await using gateway = await testGateway(() => ({ problems: [{ ...PROBLEM, message }] }));
  const page = await (await get(gateway.port, "/", BROWSER)).text();
  expect(page).not.toContain("imported by");
});

test("a failure after a head that did not go out yet is a whole 500", async () => {
  await using gateway = await testGateway((_request, call) => {
    call.sink.head(head(200, [["X-Early", "1"]]));
    return failed("threw", { code: "body-threw", message: "at once", stack: null });
  });
  const response = await get(gateway.port);
  expect(response.status).toBe(500);
  expect(response.headers.has("x-early")).toBe(false);
});

test("the client does not wait for what a call does after its response", async () => {
  let release: () => void = () => undefined;
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200));
    void call.sink.chunk(Buffer.from("done"));
    call.sink.end();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return failed("timeout", { code: "deadline", message: "waitUntil took too long", stack: null });
  });
  expect(await (await get(gateway.port)).text()).toBe("done");
  expect(gateway.lines).toEqual([]);
  release();
  await gateway.logged(1);
  expect(gateway.lines[0]).toMatchObject({ status: 200, outcome: "timeout" });
});

test("an exception in the host is a 500 that says whose fault it is, and is reported", async () => {
  const bug = new Error("a bug");
  await using gateway = await testGateway(() => Promise.reject(bug));
  const response = await get(gateway.port);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ error: { code: "internal", message: "a bug" } });
  expect(gateway.errors).toEqual([bug]);
  expect(gateway.lines[0]).toMatchObject({ outcome: "error" });
});

test("a handler that gives no response is a 500", async () => {
  await using gateway = await testGateway(() => invocation());
  expect((await get(gateway.port)).status).toBe(500);
  expect(gateway.lines[0]).toMatchObject({ outcome: "threw", status: 500 });
});

test("a port in use is a typed error that says what to do", async () => {
  await using first = await testGateway(answering(200));
  await expect(testGateway(answering(200), { port: first.port })).rejects.toMatchObject({
    code: "port-in-use",
    message: expect.stringMatching(new RegExp(`^Port ${first.port} of localhost is in use.*--port`)) as string,
  });
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  await expect(testGateway(answering(200), { port })).rejects.toMatchObject({ code: "port-in-use" });
  await new Promise((resolve) => other.close(resolve));
});

test("it listens on loopback only, and says where", async () => {
  await using gateway = await testGateway(answering(200, [], "here"));
  expect(gateway.urls[0]).toBe(`http://localhost:${gateway.port}/`);
  expect(gateway.urls).toContain(`http://127.0.0.1:${gateway.port}/`);
  for (const url of gateway.urls.slice(1)) {
    expect(new URL(url).hostname).toMatch(/^(127\.0\.0\.1|\[::1\])$/);
    expect(await (await fetch(url)).text()).toBe("here");
  }
});

test("closing cancels the calls in flight, answers them, waits for them and frees the port", async () => {
  const called = Promise.withResolvers<undefined>();
  let ended = 0;
  const gateway = await testGateway(async (_request, call) => {
    called.resolve(undefined);
    await new Promise<void>((resolve) => {
      call.signal.addEventListener("abort", () => {
        resolve();
      });
    });
    ended += 1;
    return failed("interrupted", { code: "cancelled", message: "the gateway closed", stack: null });
  });
  const waiting = get(gateway.port);
  await called.promise;
  await gateway.close();
  expect(ended).toBe(1);
  expect((await waiting).status).toBe(503);
  await expect(get(gateway.port)).rejects.toThrow();
  await using again = await testGateway(answering(200), { port: gateway.port });
  expect(again.port).toBe(gateway.port);
});
