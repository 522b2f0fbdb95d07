import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { runsOf } from "../../main/workbench/measure/runs";
import type { Runs } from "../../main/workbench/measure/runs";
import { collectStarts } from "../../main/workbench/profile/collect";
import { profilingRuntime } from "../../main/workbench/profile/profile";
import { RunObserver } from "../../main/workbench/profile/run-observer";
import { openWorkbench } from "../../main/workbench/workbench";
import type { Workbench } from "../../main/workbench/workbench";
import type { Start } from "../../runtime";
import { percentiles, quantileIntervals } from "../../runtime/statistics";
import type { Interval } from "../../runtime/statistics";
import type { BenchContext } from "./figure";
import firstCallProcess from "./first-call-process?modulePath";

const run = promisify(execFile);

/** What being profiled adds to prewarmed starts, percent of their median: starts with and without the observer, in turn. */
export async function measureProfilerOverhead(bench: BenchContext): Promise<number[]> {
  await using workbench = openProfiling(bench);
  const subject = await subjectOf(workbench, bench);
  const observer = new RunObserver(await workbench.runtime());
  const pairs = bench.quick ? 5 : 60;
  const samples: number[] = [];
  for (let batch = 0; batch < (bench.quick ? 1 : 10); batch += 1) {
    const [bare, observed] = [[] as number[], [] as number[]];
    for (let pair = 0; pair < pairs; pair += 1) {
      const turns = pair % 2 === 0 ? [bare, observed] : [observed, bare];
      for (const turn of turns) turn.push(await prewarmedUs(subject, turn === observed ? observer : null));
    }
    samples.push((median(observed) / median(bare) - 1) * 100);
  }
  return samples;
}

/** How far a profile's median cold start is from a stopwatch around the first call of fresh processes, percent of the latter. */
export async function measureColdAgainstStopwatch(bench: BenchContext): Promise<number[]> {
  await using workbench = openProfiling(bench);
  const subject = await subjectOf(workbench, bench);
  const samples: number[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) {
    const runs = bench.quick ? 2 : 15;
    const watched: number[] = [];
    const [starts = []] = await wallsOf(workbench, subject, ["cold"], runs);
    const cold = median(starts) / 1000;
    for (let process = 0; process < runs; process += 1) watched.push(await firstCallMs(bench));
    samples.push(Math.abs(cold / median(watched) - 1) * 100);
  }
  return samples;
}

/** Of the pairs among twenty profiles of one unchanged function, how many percent of their starts' p50 intervals overlap. */
export async function measureRepeatability(bench: BenchContext): Promise<number[]> {
  await using workbench = openProfiling(bench);
  const subject = await subjectOf(workbench, bench);
  const starts: readonly Start[] = ["cold", "prewarmed", "warm"];
  const profiles: (readonly (Interval | null)[])[] = [];
  for (let repetition = 0; repetition < (bench.quick ? 2 : 20); repetition += 1) {
    const walls = await wallsOf(workbench, subject, starts, bench.quick ? 6 : 50);
    profiles.push(walls.map((values) => quantileIntervals(values, [0.5])[0] ?? null));
  }
  const pairs = profiles.flatMap((one, index) =>
    profiles.slice(index + 1).flatMap((other) => one.map((interval, start) => overlap(interval, other[start] ?? null))),
  );
  return [(pairs.filter(Boolean).length / pairs.length) * 100];
}

function overlap(one: Interval | null, other: Interval | null): boolean {
  return one !== null && other !== null && one[0] <= other[1] && other[0] <= one[1];
}

function openProfiling(bench: BenchContext): Workbench {
  return openWorkbench({ home: join(bench.scratch, "profiling"), runtime: profilingRuntime(1) });
}

async function subjectOf(workbench: Workbench, bench: BenchContext): Promise<Runs> {
  const runtime = await workbench.runtime();
  const built = await runtime.build(entryOf(bench));
  if (!built.ok) throw new Error(built.problems[0].message);
  const request = { method: "GET", url: "http://hono-app.local/items/7", headers: [], body: null };
  return runsOf(workbench, built.artifact, {
    input: { trigger: "http", request },
    access: { env: {}, allowNet: [], timeoutMs: 10_000 },
    signal: new AbortController().signal,
  });
}

function entryOf(bench: BenchContext): string {
  return join(bench.root, "test/fixtures/hono-app");
}

async function prewarmedUs(subject: Runs, observer: RunObserver | null): Promise<number> {
  const onPrepared = (): void => observer?.begin();
  const invocation = await subject.run(128, "prewarmed", { onPrepared });
  await observer?.end();
  if (invocation.outcome !== "ok") throw new Error(`a start ended ${invocation.outcome}`);
  return invocation.usage.wallUs;
}

/** Wall times of starts that take turns, in the order of `starts`. */
async function wallsOf(
  workbench: Workbench,
  subject: Runs,
  starts: readonly Start[],
  runs: number,
): Promise<readonly (readonly number[])[]> {
  const [collected] = await collectStarts(workbench, {
    ...{ subjects: [subject], starts, runs, memoryMb: 128, alsoWithoutImage: false },
  });
  if (collected === undefined || collected.ended !== null) throw new Error("a profile ended early");
  const counted = collected.samples.filter(({ first }) => !first);
  return starts.map((start) => counted.filter((sample) => sample.start === start).map(({ wallUs }) => wallUs));
}

async function firstCallMs(bench: BenchContext): Promise<number> {
  const cache = await mkdtemp(join(bench.scratch, "first-call-"));
  const { stdout } = await run(process.execPath, [firstCallProcess, entryOf(bench), cache]);
  return Number(stdout);
}

function median(values: readonly number[]): number {
  return percentiles(values)?.p50 ?? NaN;
}
