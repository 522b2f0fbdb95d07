/** The figures of single calls through the runtime, in this process. */
import { randomUUID } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, Call, Invocation, PoolOptions, Runtime, Start } from "../../runtime";
import { createRuntime } from "../../runtime";
import type { BenchContext } from "./figure";

const URL = "http://hono-app.local/items/7";

/** Prewarmed starts, accept to response, milliseconds. */
export async function measurePrewarmed(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 2, maxSandboxes: 3 });
  const artifact = await buildApp(runtime, bench);
  return await repeat(bench.quick ? 5 : 500, 20, () => wallMs(runtime, artifact, "prewarmed"));
}

/** Warm calls through pool and thread, milliseconds. */
export async function measureWarm(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 0, maxSandboxes: 1 });
  const artifact = await buildApp(runtime, bench);
  return await repeat(bench.quick ? 20 : 20_000, 3000, async () => {
    const startedMs = performance.now();
    answered(await runtime.invoke(artifact, call("auto")));
    return performance.now() - startedMs;
  });
}

/** From an edited source on disk to the first response of the new version, milliseconds: build, image and call. */
export async function measureEdit(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 2, maxSandboxes: 4 });
  const entry = await copyApp(bench);
  const source = await readFile(entry, "utf8");
  let edits = 0;
  return await repeat(bench.quick ? 2 : 60, 5, async () => {
    edits += 1;
    await writeFile(entry, source.replace('"world"', `"world ${edits}"`));
    const startedMs = performance.now();
    const artifact = await build(runtime, entry);
    const invocation = answered(await runtime.invoke(artifact, call("auto", "http://hono-app.local/")));
    const elapsedMs = performance.now() - startedMs;
    if (!bodyOf(invocation).includes(`world ${edits}`)) throw new Error("the edit was not served");
    return elapsedMs;
  });
}

/** Warm throughput over 2 sandboxes, calls per second: one sample a round. */
export async function measureThroughput(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 0, maxSandboxes: 2 });
  const artifact = await buildApp(runtime, bench);
  const calls = bench.quick ? 50 : 10_000;
  return await repeat(bench.quick ? 1 : 9, 1, async () => {
    const startedMs = performance.now();
    let left = calls;
    const client = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        answered(await runtime.invoke(artifact, call("auto")));
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    return calls / ((performance.now() - startedMs) / 1000);
  });
}

/** Warm calls of a WASI program, each a process of its own, accept to response, milliseconds. */
export async function measureWasi(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 1, maxSandboxes: 2 });
  const artifact = await build(runtime, join(bench.root, "test/fixtures/wasi/hello.wat"));
  return await repeat(bench.quick ? 5 : 500, 20, () => wallMs(runtime, artifact, "warm"));
}

/** How far past its deadline a handler that loops for ever is ended, milliseconds. */
export async function measureOverrun(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 0, maxSandboxes: 1 });
  await mkdir(bench.scratch, { recursive: true });
  const entry = join(await mkdtemp(join(bench.scratch, "endless-")), "index.ts");
  await writeFile(entry, "export default () => { for (;;); };\n");
  const artifact = await build(runtime, entry);
  const timeoutMs = 100;
  return await repeat(bench.quick ? 2 : 100, 3, async () => {
    const { outcome, usage } = await runtime.invoke(artifact, call("auto", URL, timeoutMs));
    if (outcome !== "timeout") throw new Error(`an endless loop ended ${outcome}`);
    return usage.wallUs / 1000 - timeoutMs;
  });
}

/** Resident memory of each bound sandbox beyond the first, megabytes (10^6 bytes). */
export async function measureMemory(bench: BenchContext): Promise<number[]> {
  const count = bench.quick ? 2 : 9;
  await using runtime = openRuntime(bench, { maxPool: 0, maxSandboxes: count });
  const artifact = await buildApp(runtime, bench);
  const occupy = (sandboxes: number): Promise<Invocation[]> =>
    Promise.all(
      Array.from({ length: sandboxes }, () =>
        runtime.invoke(artifact, call("auto", "http://hono-app.local/slow?ms=300")),
      ),
    );
  await occupy(1);
  const first = residentBytes();
  (await occupy(count)).forEach(answered);
  if (runtime.pool.state().sandboxes.length !== count) throw new Error(`the pool did not grow to ${count} sandboxes`);
  return [(residentBytes() - first) / (count - 1) / 1e6];
}

export function openRuntime(bench: BenchContext, pool: Partial<PoolOptions>): Runtime {
  return createRuntime({ cacheDir: join(bench.scratch, "cache"), pool });
}

async function buildApp(runtime: Runtime, bench: BenchContext): Promise<Artifact> {
  return await build(runtime, join(bench.root, "test/fixtures/hono-app"));
}

export async function build(runtime: Runtime, entry: string): Promise<Artifact> {
  const built = await runtime.build(entry);
  if (!built.ok) throw new Error(built.problems[0].message);
  return built.artifact;
}

/** A copy of the app that may be edited; its entry. */
export async function copyApp(bench: BenchContext): Promise<string> {
  await mkdir(bench.scratch, { recursive: true });
  const entry = join(await mkdtemp(join(bench.scratch, "app-")), "index.ts");
  await copyFile(join(bench.root, "test/fixtures/hono-app/index.ts"), entry);
  return entry;
}

export function call(start: Start | "auto", url = URL, timeoutMs = 10_000): Call {
  const grants = { env: {}, allowNet: [], memoryMb: 128, timeoutMs };
  return {
    id: randomUUID(),
    input: { trigger: "http", request: { method: "GET", url, headers: [], body: null } },
    grants,
    start,
  };
}

export async function wallMs(runtime: Runtime, artifact: Artifact, start: Start): Promise<number> {
  const invocation = answered(await runtime.invoke(artifact, call(start)));
  if (invocation.start !== start) throw new Error(`asked for a ${start} start, got ${String(invocation.start)}`);
  return invocation.usage.wallUs / 1000;
}

/** A benchmark of failures would be of no use. */
export function answered(invocation: Invocation): Invocation {
  if (invocation.outcome !== "ok" || invocation.response?.status !== 200) {
    throw new Error(
      `a call ended ${invocation.outcome}: ${invocation.error?.message ?? String(invocation.response?.status)}`,
    );
  }
  return invocation;
}

export function bodyOf(invocation: Invocation): string {
  return new TextDecoder().decode(invocation.response?.body.content ?? undefined);
}

function residentBytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss();
}

/** Runs `measure` `warmUp` times for nothing, then `runs` times for its figure. */
export async function repeat(runs: number, warmUp: number, measure: () => Promise<number>): Promise<number[]> {
  for (let run = 0; run < Math.min(warmUp, runs); run += 1) await measure();
  const samples: number[] = [];
  for (let run = 0; run < runs; run += 1) samples.push(await measure());
  return samples;
}
