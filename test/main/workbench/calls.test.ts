import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { InvokeReply } from "../../../preload/contract";
import type { Invocation } from "../../../runtime";
import { Calls } from "../../../main/workbench/calls";
import type { CallRequest } from "../../../main/workbench/calls";
import { Running } from "../../../main/workbench/running";
import { WorkbenchError } from "../../../main/workbench/workbench-error";
import { openWorkbench } from "../../../main/workbench/workbench";

const home = mkdtempSync(join(tmpdir(), "coldframe-calls-"));
const workbench = openWorkbench({
  home,
  runtime: { pool: { maxPool: 0, maxSandboxes: 2 }, bodyLimitBytes: 1024 * 1024 },
});
const running = new Running();
const calls = new Calls(workbench, running);
let nextId = 0;

afterAll(async () => {
  await running.settle();
  await workbench[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

test("a call is answered, kept, and whole among the latest", async () => {
  const request = requestOf(functionOf("export default () => new Response('x'.repeat(300_000))"), "/?a=1");
  const invocation = invocationOf(await calls.call(request));
  expect(invocation).toMatchObject({ id: request.id, outcome: "ok", request: { method: "GET" } });
  expect(invocation.request.url).toMatch(/^http:\/\/function-\d+\.local\/\?a=1$/);
  expect(calls.recent(request.id)?.response?.body.content).toHaveLength(300_000);
  const store = await workbench.store();
  await store.flush();
  expect(store.invocation(request.id)).toMatchObject({ ok: true, running: false });
  calls.forget([request.id]);
  expect(calls.recent(request.id)).toBeNull();
});

test("a function that does not build is no call", async () => {
  const reply = await calls.call(requestOf(functionOf("export default (")));
  expect(reply).toMatchObject({ type: "build-failed", problems: [{ code: "syntax" }] });
});

test("a running call is cancelled by its id, and only while it runs", async () => {
  const request = requestOf(functionOf("export default () => { for (;;); }"));
  const reply = calls.call(request);
  expect(running.cancel(request.id)).toBe(true);
  expect(invocationOf(await reply).error?.code).toBe("cancelled");
  expect(running.cancel(request.id)).toBe(false);
});

test("settling ends what runs, and its record is in the history", async () => {
  const request = requestOf(functionOf("export default () => { for (;;); }"));
  const reply = calls.call(request);
  const store = await workbench.store();
  // The call is in the history as soon as it is on its way.
  await vi.waitUntil(() => store.invocation(request.id).ok, { timeout: 10_000 });
  await running.settle();
  await store.flush();
  expect(store.invocation(request.id)).toMatchObject({ ok: true, running: false });
  expect(invocationOf(await reply).error?.code).toBe("cancelled");
});

test.each(["javascript:alert(1)", "http://", "file:///etc/passwd"])("%s is no address to call", async (url) => {
  const failure = await failureOf(calls.call(requestOf(functionOf("export default () => new Response()"), url)));
  expect(failure).toBeInstanceOf(WorkbenchError);
  expect(failure).toMatchObject({ code: "invalid-url" });
});

test("a host that is none is refused before anything runs", async () => {
  const request = requestOf(functionOf("export default () => new Response()"));
  const grants = { ...request.grants, allowNet: ["https://example.com/path"] };
  expect(await failureOf(calls.call({ ...request, grants }))).toMatchObject({ code: "invalid-host" });
});

function functionOf(source: string): string {
  const entry = join(home, `function-${nextId}.js`);
  writeFileSync(entry, source);
  return entry;
}

function requestOf(entry: string, url = "/"): CallRequest {
  nextId += 1;
  return {
    id: `01930e4f-7c00-7abc-8def-${String(nextId).padStart(12, "0")}`,
    entry,
    input: { trigger: "http", request: { method: "GET", url, headers: [], body: null } },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 10_000 },
    start: "auto",
  };
}

function invocationOf(reply: InvokeReply): Invocation {
  if (reply.type !== "invocation") throw new Error("the function did not build");
  return reply.invocation;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}
