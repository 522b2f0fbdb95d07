/** What it costs to sample a call's stack, and what it costs the calls that are not sampled. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, Runtime } from "../../runtime";
import { mostActiveCpuUs } from "../../runtime/model";
import { CPU_SAMPLING } from "../../runtime/profile";
import { percentiles } from "../../runtime/statistics";
import { answered, build, call, openRuntime } from "./calls";
import type { BenchContext } from "./figure";

/** Nothing but calls and jumps, so that the engine polls as often as it can: the worst case. */
const BUSY = `function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function loop(n: number): number { let sum = 0; for (let at = 0; at < n; at += 1) sum += at % 7; return sum; }
export default () => new Response(String(fib(17) + loop(20_000)));
`;
const SAMPLING = { everyUs: CPU_SAMPLING.everyUs.usual, last: false, taken: () => undefined };
/** Calls of which a median is held against another. */
const CALLS = 9;

/** How much longer a sampled call runs than the same without, percent. */
export async function measureSamplingOn(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 0, maxSandboxes: 1 });
  const artifact = await buildBusy(runtime, bench);
  return await compare(
    bench,
    () => medianUs(runtime, artifact, false),
    () => medianUs(runtime, artifact, true),
  );
}

/** How much longer a call runs that is not sampled, in a sandbox whose calls were sampled before, than in one where none ever was, percent. */
export async function measureSamplingOff(bench: BenchContext): Promise<number[]> {
  await using never = openRuntime(bench, { maxPool: 0, maxSandboxes: 1 });
  await using before = openRuntime(bench, { maxPool: 0, maxSandboxes: 1 });
  const [one, other] = [await buildBusy(never, bench), await buildBusy(before, bench)];
  await medianUs(before, other, true);
  return await compare(
    bench,
    () => medianUs(never, one, false),
    () => medianUs(before, other, false),
  );
}

/** The second against the first, in turn, each as often first as second. */
async function compare(
  bench: BenchContext,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round < (bench.quick ? 2 : 100); round += 1) {
    const turns = round % 2 === 0 ? [first, second] : [second, first];
    const times = new Map<typeof first, number>();
    for (const turn of turns) times.set(turn, await turn());
    found.push(((times.get(second) ?? 0) / (times.get(first) ?? 1) - 1) * 100);
  }
  return found;
}

async function medianUs(runtime: Runtime, artifact: Artifact, isSampled: boolean): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < CALLS; turn += 1) {
    const invocation = await runtime.invoke(artifact, call("auto"), isSampled ? { sampling: SAMPLING } : {});
    times.push(mostActiveCpuUs(answered(invocation).usage));
  }
  return percentiles(times)?.p50 ?? 0;
}

async function buildBusy(runtime: Runtime, bench: BenchContext): Promise<Artifact> {
  await mkdir(bench.scratch, { recursive: true });
  const entry = join(await mkdtemp(join(bench.scratch, "busy-")), "index.ts");
  await writeFile(entry, BUSY);
  return await build(runtime, entry);
}
