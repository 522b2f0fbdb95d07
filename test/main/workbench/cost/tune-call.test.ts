import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Calls } from "../../../../main/workbench/calls";
import { tuneCall } from "../../../../main/workbench/cost/tune-call";
import { Running } from "../../../../main/workbench/running";
import type { Report } from "../../../../main/workbench/running";
import { openWorkbench } from "../../../../main/workbench/workbench";
import { cleanUp, folderOf } from "../workspace/folders";

const GRANTS = { env: { WHO: "Ada" }, allowNet: [], memoryMb: 128, timeoutMs: 5000 };
/** Holds what its request says, MB; fails where it is not asked as the recorded call was. */
const SOURCE = `export default { async fetch(request, env) {
  if (env.WHO !== "Ada" || request.method !== "PUT") throw new Error("asked otherwise");
  return new Response(String(new Uint8Array(Number(await request.text()) * 1024 * 1024).fill(1).length));
} };`;

async function recorded(source: string) {
  const [home, folder] = [folderOf(), folderOf({ "fn.js": source })];
  const entry = join(folder, "fn.js");
  const workbench = openWorkbench({ home, runtime: { pool: { maxPool: 0, maxSandboxes: 2 } } });
  cleanUp(async () => {
    await workbench[Symbol.asyncDispose]();
  });
  const calls = new Calls(workbench, new Running());
  const body = new TextEncoder().encode("40");
  const input = { trigger: "http", request: { method: "PUT", url: "/", headers: [], body } } as const;
  const made = await calls.call({ id: uuidv7(), entry, input, grants: GRANTS, start: "auto" });
  if (made.type !== "invocation") throw new Error("it did not build");
  const tune = (signal: AbortSignal, report: Report = () => undefined) =>
    tuneCall({ invocationId: made.invocation.id, tiers: [32, 128, 256], rounds: 3 }, { home, calls, signal, report });
  return { tune, entry, workbench, version: made.invocation.version };
}

test("a recorded call's function is run at each size, as it was called, and the history knows nothing of it", async () => {
  const { tune, workbench, version } = await recorded(SOURCE);
  const told: (readonly [number, number])[] = [];
  const reply = await tune(new AbortController().signal, (done, total) => told.push([done, total]));
  if (reply.type !== "measured") throw new Error("it did not build");
  expect(reply.measured.version).toBe(version);
  expect(
    reply.measured.tiers.map(({ memoryMb, usages, failure }) => [memoryMb, usages.length, failure?.outcome]),
  ).toEqual([
    [32, 0, "out-of-memory"],
    [128, 3, undefined],
    [256, 3, undefined],
  ]);
  for (const { usages, status } of reply.measured.tiers.slice(1)) {
    expect(status).toBe(200);
    for (const usage of usages) expect(usage.peakMemoryBytes).toBeGreaterThan(40 * 2 ** 20);
  }
  // One run at 32 MiB, and four at each of the others.
  expect(told.map(([done]) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(told[0]?.[1]).toBe(12);
  await (await workbench.store()).flush();
  expect((await (await workbench.queries()).slice({}, 0, 10)).total).toBe(1);
});

test("it is today's source that runs, and one that does not build says so", async () => {
  const { tune, entry, version } = await recorded(SOURCE);
  const { signal } = new AbortController();
  writeFileSync(entry, `${SOURCE}\nglobalThis.changed = true;`);
  const reply = await tune(signal);
  expect(reply.type === "measured" && reply.measured.version !== version).toBe(true);
  writeFileSync(entry, "export default {");
  expect(await tune(signal)).toMatchObject({ type: "build-failed", problems: [{ code: "syntax" }] });
});

test("when it is ended, nothing is measured", async () => {
  const { tune } = await recorded(SOURCE);
  const controller = new AbortController();
  const reason = new Error("enough");
  const tuning = tune(controller.signal, (done) => {
    if (done === 4) controller.abort(reason);
  });
  await expect(tuning).rejects.toBe(reason);
});
