import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { CallLine } from "../../../main/workbench/gateway/gateway-types";
import type { Gateway } from "../../../main/workbench/gateway/open-gateway";
import { serve } from "../../../main/workbench/serve";
import { openWorkbench, type Workbench } from "../../../main/workbench/workbench";

/** Real functions, in real sandboxes, behind a real socket. */
let home = "";
let functions = "";
let workbench: Workbench;
const errors: unknown[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "coldframe-serve-home-"));
  functions = await mkdtemp(join(tmpdir(), "coldframe-serve-"));
  workbench = openWorkbench({ home });
});
afterAll(async () => {
  await workbench[Symbol.asyncDispose]();
  await Promise.all([home, functions].map((folder) => rm(folder, { recursive: true })));
});

interface Served extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly lines: CallLine[];
  get(path: string, init?: RequestInit): Promise<Response>;
}

async function serving(path: string, timeoutMs = 5000): Promise<Served> {
  const lines: CallLine[] = [];
  const gateway = await serve(workbench, {
    path,
    port: 0,
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs },
    onCall: (line) => lines.push(line),
    onWarnings: (warnings) => {
      errors.push(warnings);
    },
    onError: (error) => errors.push(error),
  });
  return {
    gateway,
    lines,
    get: (target, init) => fetch(`http://127.0.0.1:${gateway.port}${target}`, init),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}

async function put(name: string, source: string): Promise<string> {
  const path = join(functions, name);
  await writeFile(path, source);
  return path;
}

test("a function answers at / and its calls are in the history", async () => {
  const path = await put(
    "hello.ts",
    `export default { async fetch(request: Request) {
       return Response.json({ method: request.method, url: request.url, body: await request.text() });
     } };`,
  );
  await using served = await serving(path);
  const response = await served.get("/a?b=c", { method: "POST", body: "sent" });
  expect(await response.json()).toEqual({
    method: "POST",
    url: `http://127.0.0.1:${served.gateway.port}/a?b=c`,
    body: "sent",
  });
  await vi.waitUntil(() => served.lines.length > 0);
  expect(served.lines).toMatchObject([{ method: "POST", path: "/a?b=c", status: 200, outcome: "ok" }]);
  expect(["cold", "prewarmed"]).toContain(served.lines[0]?.start);
});

test("every request behind an edit gets the new version, also in the middle of a burst", async () => {
  const path = join(functions, "edited.ts");
  const source = (version: number): string => `export default () => new Response("version ${version}");`;
  writeFileSync(path, source(0));
  await using served = await serving(path);
  let newest = 0;
  let isOver = false;
  const stale: string[] = [];
  async function keepAsking(): Promise<void> {
    while (!isOver) {
      const atLeast = newest;
      const text = await (await served.get("/")).text();
      if (!(Number(/^version (\d+)$/.exec(text)?.[1]) >= atLeast)) {
        stale.push(`${text} after version ${atLeast}`);
      }
    }
  }
  const burst = Promise.all(Array.from({ length: 4 }, keepAsking));
  const seen: string[] = [];
  for (let version = 1; version <= 15; version += 1) {
    // In one step: a plain write empties the file first, and a request may come in between.
    writeFileSync(`${path}.new`, source(version));
    renameSync(`${path}.new`, path);
    newest = version;
    seen.push(await (await served.get("/")).text());
  }
  isOver = true;
  await burst;
  expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => `version ${index + 1}`));
  expect(stale).toEqual([]);
});

test("a call in flight finishes on the version it began with", async () => {
  const source = (version: string): string => `export default (request: Request) => new Response(new ReadableStream({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode("begin ${version}, "));
      const rest = request.body === null ? "" : await request.text();
      controller.enqueue(new TextEncoder().encode(rest + "end ${version}"));
      controller.close();
    },
  }));`;
  const path = await put("slow.ts", source("old"));
  await using served = await serving(path);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const init = { method: "POST", body: readable, duplex: "half" };
  const writer = writable.getWriter();
  void writer.write(Buffer.from("early, "));
  const inFlight = await served.get("/", init as RequestInit);
  await put("slow.ts", source("new"));
  const fresh = await (await served.get("/")).text();
  void writer.write(Buffer.from("late, "));
  void writer.close();
  expect([await inFlight.text(), fresh]).toEqual(["begin old, early, late, end old", "begin new, end new"]);
});

test("bodies stream both ways, and a slow stream is not held back", async () => {
  const path = await put(
    "upper.ts",
    `export default (request: Request) => new Response(request.body!
       .pipeThrough(new TextDecoderStream())
       .pipeThrough(new TransformStream({ transform: (text, to) => to.enqueue(text.toUpperCase()) }))
       .pipeThrough(new TextEncoderStream()));`,
  );
  await using served = await serving(path);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  void writer.write(Buffer.from("one "));
  const init = { method: "POST", body: readable, duplex: "half" };
  const response = await served.get("/", init as RequestInit);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe("ONE ");
  void writer.write(Buffer.from("two"));
  void writer.close();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    rest += Buffer.from(part.value).toString();
  }
  expect(rest).toBe("TWO");
});

test("failures carry the function's own place, mapped", async () => {
  const path = await put(
    "throws.ts",
    `export default () => {\n  const it: string = "broke";\n  throw new TypeError(it);\n};`,
  );
  await using served = await serving(path);
  const response = await served.get("/");
  expect(response.status).toBe(500);
  const { error } = (await response.json()) as { error: { code: string; stack: string } };
  expect(error.code).toBe("handler-threw");
  expect(error.stack).toContain("throws.ts:3");
});

test("a build failure says where, and a repaired source answers at once", async () => {
  const path = await put("syntax.ts", `export default () =>\n  new Response("a" "b");`);
  await using served = await serving(path);
  const response = await served.get("/");
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({
    error: { code: "syntax", problems: [{ location: { line: 2, lineText: `  new Response("a" "b");` } }] },
    invocation: null,
  });
  await put("syntax.ts", `export default () => new Response("repaired");`);
  expect(await (await served.get("/")).text()).toBe("repaired");
});

test("a call past its deadline is a 504, and the next one works", async () => {
  const path = await put(
    "spin.ts",
    `export default (request: Request) => { while (request.url.endsWith("/spin")); return new Response("fine"); };`,
  );
  await using served = await serving(path, 1000);
  expect((await served.get("/spin")).status).toBe(504);
  expect(await (await served.get("/")).text()).toBe("fine");
});

test("a client that leaves cancels its call", async () => {
  const path = await put(
    "waits.ts",
    `export default () => new Response(new ReadableStream({
       async start(controller) {
         controller.enqueue(new TextEncoder().encode("begun"));
         await new Promise((resolve) => setTimeout(resolve, 60_000));
       },
     }));`,
  );
  await using served = await serving(path, 60_000);
  const leaving = new AbortController();
  const response = await served.get("/", { signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  await vi.waitUntil(() => served.lines.length > 0, { timeout: 10_000 });
  expect(served.lines).toMatchObject([{ status: 200, outcome: "interrupted" }]);
});

test("a folder's functions each answer under their name, new ones too", async () => {
  const folder = await mkdtemp(join(functions, "folder-"));
  const source = `export default (request: Request) => new Response(new URL(request.url).pathname);`;
  await writeFile(join(folder, "one.ts"), source);
  await using served = await serving(folder);
  expect(await (await served.get("/one/deep")).text()).toBe("/deep");
  expect((await served.get("/two")).status).toBe(404);
  await writeFile(join(folder, "two.ts"), source);
  expect(await (await served.get("/two/x")).text()).toBe("/x");
});

test("no host error was reported", () => {
  expect(errors).toEqual([]);
});
