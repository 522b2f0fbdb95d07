/** The pool's simulation beside the pool itself, on the same calls. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openWorkbench } from "../../main/workbench/workbench";
import { profile, profilingRuntime } from "../../main/workbench/profile/profile";
import type { Artifact, Invocation, PoolOptions, Profile, Runtime } from "../../runtime";
import { createRuntime } from "../../runtime";
import { DEFAULT_POOL, STARTS } from "../../runtime/model";
import { countedArrivals, runFigures, simulatedFunction, whatIf } from "../../runtime/simulation";
import type { Arrival, RunFigure, RunFigures } from "../../runtime/simulation";
import { seededRandom } from "../../runtime/statistics";
import type { BenchContext } from "./figure";

/** The handler waits for longer than a thread takes to start: in a burst some calls start cold, and some wait for a busy sandbox. */
const URL = "http://hono-app.local/slow?ms=150";
const TIMEOUT_MS = 10_000;
/** Small, and kept for a short time only, so that half a minute holds every kind of start. */
const POOL: PoolOptions = { ...DEFAULT_POOL, maxPool: 1, maxSandboxes: 4, idleMs: 700, maintainEveryMs: 5000 };
/** Calls in each third of a second: single ones, pauses in which sandboxes go, and bursts that queue. */
const STEP_SECONDS = 1 / 3;
const PATTERN = [1, 0, 0, 0, 4, 0, 0, 0, 0, 2, 1, 0, 0, 0, 10, 4, 0, 0];
const REPETITIONS = 20;

/** How far a figure of the simulation is from the same figure of the pool, percent of the pool's; a sample a round. */
export async function measureWhatIf(bench: BenchContext, figure: RunFigure): Promise<number[]> {
  const rounds = measured.get(bench) ?? measureRounds(bench);
  measured.set(bench, rounds);
  return (await rounds).map(({ real, simulated }) => errorPercent(real[figure], simulated[figure]));
}

interface Round {
  readonly real: RunFigures;
  readonly simulated: RunFigures;
}

/** One measurement is enough for all figures. */
const measured = new WeakMap<BenchContext, Promise<readonly Round[]>>();

async function measureRounds(bench: BenchContext): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const starts = await measureProfile(bench);
  for (let round = 1; round <= (bench.quick ? 1 : 3); round += 1) {
    const requests = Array.from({ length: bench.quick ? 1 : 4 }, () => PATTERN).flat();
    const durationUs = requests.length * STEP_SECONDS * 1e6;
    const arrivals = countedArrivals({ stepSeconds: STEP_SECONDS, requests }, 1, seededRandom(round));
    const real = await playCalls(bench, arrivals);
    rounds.push({ real, simulated: simulatePool(starts, arrivals, durationUs) });
  }
  return rounds;
}

/** Where the pool's figure is 0, any other is off by all of itself. */
function errorPercent(real: number | null, simulated: number | null): number {
  if (real === null || simulated === null) throw new Error("no call was answered");
  return (Math.abs(simulated - real) / (real === 0 ? Math.max(simulated, Number.MIN_VALUE) : real)) * 100;
}

/** What the simulation draws from: taken just before the pool's runs, so that the machine is about as busy. */
async function measureProfile(bench: BenchContext): Promise<Profile> {
  await using workbench = openWorkbench({ home: join(bench.scratch, "what-if"), runtime: profilingRuntime(1) });
  const result = await profile(workbench, {
    entry: join(bench.root, "test/fixtures/hono-app"),
    input: { trigger: "http", request: { method: "GET", url: URL, headers: [], body: null } },
    access: { env: {}, allowNet: [], timeoutMs: TIMEOUT_MS },
    memoryMb: 128,
    starts: STARTS,
    runs: bench.quick ? 3 : 40,
    signal: new AbortController().signal,
  });
  if (!result.ok || result.profile.ended !== null) throw new Error("the function could not be profiled");
  return result.profile;
}

function simulatePool(starts: Profile, arrivals: readonly Arrival[], durationUs: number): RunFigures {
  const found = simulatedFunction(starts);
  if (!found.ok) throw new Error(found.message);
  const [result] = whatIf({
    functions: [found.simulated],
    arrivals: () => arrivals,
    durationUs,
    processors: starts.machine.cores,
    timeoutMs: TIMEOUT_MS,
    blankBytes: found.simulated.boundBytes,
    settings: [POOL],
    repetitions: REPETITIONS,
  });
  if (result === undefined) throw new Error("nothing was simulated");
  const means = Object.entries(result.figures).map(([name, mean]) => [name, mean?.mean ?? null]);
  return Object.fromEntries(means) as RunFigures;
}

/** Makes the calls when they are due, on a pool that begins as the simulated one does: prewarmed, its image made. */
async function playCalls(bench: BenchContext, arrivals: readonly Arrival[]): Promise<RunFigures> {
  await using runtime = createRuntime({ cacheDir: join(bench.scratch, "cache"), pool: POOL });
  const built = await runtime.build(join(bench.root, "test/fixtures/hono-app"));
  if (!built.ok) throw new Error(built.problems[0].message);
  await invoke(runtime, built.artifact);
  await runtime.pool.drain();
  await runtime.pool.prewarm(POOL.maxPool);
  const beganMs = performance.now();
  const calls = arrivals.map(async ({ atUs }) => {
    await delay(Math.max(0, beganMs + atUs / 1000 - performance.now()));
    return invoke(runtime, built.artifact);
  });
  const invocations = await Promise.all(calls);
  return runFigures({
    calls: invocations.map(({ start, usage }) => ({
      called: 0,
      outcome: start ?? "timeout",
      latencyUs: usage.wallUs,
      waitedUs: null,
    })),
    ...{ held: [], meanBytes: 0, peakBytes: 0, sandboxSeconds: 0, peakSandboxes: 0, spawns: 0 },
  });
}

function invoke(runtime: Runtime, artifact: Artifact): Promise<Invocation> {
  return runtime.invoke(artifact, {
    id: randomUUID(),
    input: { trigger: "http", request: { method: "GET", url: URL, headers: [], body: null } },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: TIMEOUT_MS },
    start: "auto",
  });
}
