import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ChromeTrace } from "../../runtime/model";
import type {
  ArtifactDocument,
  InvocationDocument,
  InvocationsDocument,
  BuildFailureDocument,
} from "../../main/workbench/documents";
import type { ExportTraceServiceRequest } from "../../main/workbench/otlp";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");
const ECHO = `export default {
  async fetch(request, env) {
    const body = await request.text();
    return Response.json({ method: request.method, url: request.url, type: request.headers.get("content-type"),
      tag: request.headers.get("x-tag"), body, env });
  },
};`;

async function functionFile(source: string, name = "echo.js"): Promise<string> {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, source);
  return file;
}

function textOf(response: InvocationDocument["response"]): string {
  const body = response?.body;
  if (typeof body !== "string") throw new Error("the response has no text");
  return body;
}

describe("invoke", () => {
  test("prints one JSON document on stdout and nothing else there", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["invoke", HELLO, "--url", "/?name=Ada", "--json"], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(run.stdout)).toMatchObject({
      schema: "coldframe/invocation@1",
      function: "hello",
      engine: "quickjs",
      trigger: "http",
      outcome: "ok",
      error: null,
      request: { method: "GET", url: "http://hello.local/?name=Ada" },
      response: { status: 200, body: "Hello, Ada!\n", bodyBytes: 12 },
      bills: [
        {
          platform: "edge-reference",
          priceList: "edge-reference@2026-10",
          usd: expect.stringMatching(/^0\.0+\d+$/) as unknown,
        },
      ],
    });
  });

  test("the spans of a cold start add up to its wall time, and hardly any of it is unaccounted", async () => {
    const home = await temporaryFolder();
    const { stdout } = await coldframe(["invoke", HELLO, "--start", "cold", "--json"], { home });
    const { spans, start, usage } = JSON.parse(stdout) as InvocationDocument;
    expect(start).toBe("cold");
    const top = spans.filter((span) => span.parent === null);
    expect(top.reduce((sum, span) => sum + span.endUs - span.startUs, 0)).toBeGreaterThanOrEqual(usage.wallUs);
    const unaccounted = spans.filter((span) => span.name === "unaccounted");
    expect(unaccounted.reduce((sum, span) => sum + span.endUs - span.startUs, 0)).toBeLessThan(usage.wallUs * 0.05);
    expect(top.map((span) => span.name)).toEqual(expect.arrayContaining(["bind", "handler"]));
  });

  test("sends what it is told: method, headers, body, environment", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile(ECHO);
    const data = ["--data", '{"a":1}', "-H", "x-tag: one", "--env", "STAGE=test"];
    const run = await coldframe(["invoke", entry, "--url", "https://example.com/x?y=1", ...data, "--json"], { home });
    const { response } = JSON.parse(run.stdout) as InvocationDocument;
    expect(JSON.parse(textOf(response))).toEqual({
      method: "POST",
      url: "https://example.com/x?y=1",
      type: "application/json",
      tag: "one",
      body: '{"a":1}',
      env: { STAGE: "test" },
    });
    const piped = await coldframe(["invoke", entry, "--data", "@-", "--method", "put", "--json"], {
      home,
      input: "hi",
    });
    const document = JSON.parse(piped.stdout) as InvocationDocument;
    expect(JSON.parse(textOf(document.response))).toMatchObject({ method: "PUT", body: "hi" });
    expect(document.request.bodyBytes).toBe(2);
  });

  test("the function's console is in the document, and for a person on stderr, unable to touch the terminal", async () => {
    const home = await temporaryFolder();
    const source = "export default () => { console.warn('frost \\u001b[2J tonight'); return new Response(); };";
    const entry = await functionFile(source);
    const run = await coldframe(["invoke", entry, "--json"], { home });
    const { logs } = JSON.parse(run.stdout) as InvocationDocument;
    expect(logs.map(({ level, text }) => [level, text])).toEqual([["warn", "frost \u001b[2J tonight"]]);
    const human = await coldframe(["invoke", entry], { home });
    expect(human.stderr).toMatch(/(µs|ms|s) {2}warn {3}frost \\x1b\[2J tonight/);
    expect(human.stdout).not.toContain("frost");
  });

  test("a failing function is exit 1, with the place in its source", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile("export default {\n  fetch() {\n    throw new Error('no tomatoes');\n  },\n};\n");
    const run = await coldframe(["invoke", entry, "--json"], { home });
    expect(run.code).toBe(1);
    const { error, outcome } = JSON.parse(run.stdout) as InvocationDocument;
    expect(outcome).toBe("threw");
    expect(error).toMatchObject({ code: "handler-threw", message: expect.stringContaining("no tomatoes") as string });
    expect(error?.stack).toContain("echo.js:3");
    const human = await coldframe(["invoke", entry], { home });
    expect(human.code).toBe(1);
    expect(human.stdout).toContain("threw");
    expect(human.stdout).toContain("no tomatoes");
  });

  test("what caused an error is shown with its stack, and an error without a stack has none", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile(`export default ({ url }) => {
  if (url.endsWith("bare")) throw "frost";
  try {
    null.tomatoes;
  } catch (cause) {
    throw new Error("no harvest", { cause });
  }
};
`);
    const run = await coldframe(["invoke", entry, "--json"], { home });
    const { error } = JSON.parse(run.stdout) as InvocationDocument;
    expect(error?.stack).toMatch(
      /^ {4}at \S+ \(echo\.js:6:\d+\) \{\n {2}\[cause\]: TypeError: .*\n {6}at \S+ \(echo\.js:4:\d+\)\n\}$/,
    );
    const human = await coldframe(["invoke", entry], { home });
    expect(human.stdout).toContain(error?.stack);
    const bare = await coldframe(["invoke", entry, "--url", "/bare", "--json"], { home });
    expect((JSON.parse(bare.stdout) as InvocationDocument).error).toEqual({
      code: "handler-threw",
      message: "a string was thrown: frost",
      stack: null,
    });
  });

  test("a source that does not build is exit 3: file, line, column, message", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile("export default {\n  fetch() { return new }\n};\n");
    const run = await coldframe(["invoke", entry, "--json"], { home });
    expect(run.code).toBe(3);
    expect(run.stderr.split("\n")[0]).toMatch(/echo\.js:2:\d+: ./);
    const document = JSON.parse(run.stdout) as BuildFailureDocument;
    expect(document).toMatchObject({ schema: "coldframe/build-failure@1", problems: [{ code: "syntax" }] });
  });

  test("--repeat calls many times: one document, or percentiles by start", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["invoke", HELLO, "--repeat", "5", "--json"], { home });
    const { schema, invocations } = JSON.parse(run.stdout) as InvocationsDocument;
    expect(schema).toBe("coldframe/invocations@1");
    expect(invocations.map(({ start }) => start)).toEqual(["cold", "warm", "warm", "warm", "warm"]);
    const human = await coldframe(["invoke", HELLO, "--repeat", "5"], { home });
    expect(human.stdout).toMatch(/start\s+n\s+p50\s+p90\s+p99/);
    expect(human.stdout).toMatch(/warm\s+4\s/);
  });

  test("a person sees status, time, start, headers, body and the trace; colour only on a terminal", async () => {
    const home = await temporaryFolder();
    const { stdout, stderr } = await coldframe(["invoke", HELLO], { home });
    expect(stdout).toMatch(/^200 OK · [\d.]+ (µs|ms|s) · cold · 14 B\ncontent-type: text\/plain/);
    expect(stdout).toContain("Hello, world!");
    expect(stdout).toMatch(/^handler +[\d,]+ µs +[\d,]+ µs +[\d.]+ % +\S/m);
    expect(stdout).toMatch(/unaccounted [\d.]+ %/);
    expect(stdout).toMatch(/coldframe trace [0-9a-f-]{36}/);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  test("Ctrl-C interrupts the call, which stays in the history", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile("export default { fetch: (request, env) => fetch(env.UPSTREAM) };");
    // A server that never answers: when it is asked, the function runs.
    const asked = Promise.withResolvers<undefined>();
    const server = createServer(() => {
      asked.resolve(undefined);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const net = ["--allow-net", "127.0.0.1", "--env", `UPSTREAM=http://127.0.0.1:${port}/`];
    const run = await coldframe(["invoke", entry, "--timeout", "60000", "--json", ...net], {
      home,
      started: (child) => void asked.promise.then(() => child.kill("SIGINT")),
    });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ outcome: "interrupted", error: { code: "cancelled" } });
    const history = await coldframe(["history", "--json", "--outcome", "interrupted"], { home });
    expect((JSON.parse(history.stdout) as { invocations: unknown[] }).invocations).toHaveLength(1);
  });
});

describe("build", () => {
  test("says what the artifact is and what went in", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["build", HELLO, "--json"], { home });
    expect(run.code).toBe(0);
    const document = JSON.parse(run.stdout) as ArtifactDocument;
    expect(document).toMatchObject({ schema: "coldframe/artifact@1", function: "hello", kind: "js" });
    expect(document.version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(document.modules.map(({ path }) => path)).toEqual(["index.ts"]);
    const again = await coldframe(["build", HELLO], { home });
    expect(again.stdout).toContain(document.version);
    expect(again.stdout).toMatch(/index\.ts$/m);
  });
});

describe("history and trace", () => {
  test("find what was called, by entry, outcome, time and words", async () => {
    const home = await temporaryFolder();
    const failing = await functionFile("export default () => { throw new Error('aphids') };", "failing.js");
    await coldframe(["invoke", HELLO, "--url", "/?name=Grace"], { home });
    await coldframe(["invoke", failing], { home });
    const list = async (...flags: string[]) => {
      const { stdout } = await coldframe(["history", "--json", ...flags], { home });
      const document = JSON.parse(stdout) as { schema: string; invocations: { function: string }[] };
      expect(document.schema).toBe("coldframe/history@1");
      return document.invocations.map((one) => one.function);
    };
    expect(await list()).toEqual(["failing", "hello"]);
    expect(await list("--limit", "1")).toEqual(["failing"]);
    expect(await list("--outcome", "threw")).toEqual(["failing"]);
    expect(await list("--entry", HELLO)).toEqual(["hello"]);
    expect(await list("--entry", failing)).toEqual(["failing"]);
    expect(await list("--search", "aphids")).toEqual(["failing"]);
    expect(await list("--search", "Grace")).toEqual(["hello"]);
    expect(await list("--since", "1h")).toHaveLength(2);
    expect(await list("--since", "2126-01-01")).toEqual([]);
    const table = await coldframe(["history"], { home });
    expect(table.stdout).toMatch(/^started +function +status +outcome +start +wall +request +id\n/);
  });

  test("a trace is the same document again, and exports as OTLP and for Chrome", async () => {
    const home = await temporaryFolder();
    const { stdout } = await coldframe(["invoke", HELLO, "--json"], { home });
    const document = JSON.parse(stdout) as InvocationDocument;
    const trace = async (...flags: string[]) => (await coldframe(["trace", document.id, ...flags], { home })).stdout;
    expect(JSON.parse(await trace("--json"))).toEqual(document);
    const otlp = JSON.parse(await trace("--otlp")) as ExportTraceServiceRequest;
    const spans = otlp.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(spans).toHaveLength(document.spans.length + 1);
    expect(spans[0]?.traceId).toBe(document.id.replaceAll("-", ""));
    const chrome = JSON.parse(await trace("--chrome")) as ChromeTrace;
    expect(chrome.traceEvents.filter(({ ph }) => ph === "X")).toHaveLength(document.spans.length);
    const short = await coldframe(["trace", document.id.slice(0, 20)], { home });
    expect(short.stdout).toContain(document.id);
    expect(short.stdout).toMatch(/^handler /m);
  });
});
