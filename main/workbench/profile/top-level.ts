import { z } from "zod";
import type { Artifact, FrozenRead, Invocation, ModuleTime, ProfileEnd, TimedBuild, TopLevel } from "../../../runtime";
import { percentiles } from "../../../runtime/statistics";
import { runsOf } from "../measure/runs";
import type { RunsRequest } from "../measure/runs";
import type { Workbench } from "../workbench";
import { endOf } from "./collect";
import { packageOf } from "../../../runtime/profile";

/** What the clock in a timed build says. Milliseconds since the top level's begin. */
const clockReport = z.object({
  startedMs: z.number(),
  ownMs: z.array(z.number().nullable()),
  reads: z.array(z.object({ what: z.string(), stack: z.string(), count: z.number() })),
});
type ClockReport = z.infer<typeof clockReport>;

interface TimedRun {
  readonly initUs: number;
  readonly report: ClockReport;
}

export interface TopLevelRequest extends RunsRequest {
  /** MiB. */
  readonly memoryMb: number;
  /** Called after each round of it, from 1. */
  readonly onTopLevel?: (round: number) => void;
}

export type MeasuredTopLevel =
  | { readonly topLevel: TopLevel; readonly ended: null }
  /** A run did not end well: what the whole rounds before it are, null for none. */
  | { readonly topLevel: TopLevel | null; readonly ended: ProfileEnd };

/**
 * Runs a function's top level `rounds` times as it is, and as often with a clock in each module, in turn. Where only the clock makes it
 * fail (its memory may be just enough without), the modules have no times.
 */
export async function measureTopLevel(
  workbench: Workbench,
  artifact: Artifact,
  request: TopLevelRequest,
  rounds: number,
): Promise<MeasuredTopLevel> {
  const { buildTimed } = await import("../../../runtime");
  let timed = await buildTimed(request.entry);
  const samplesUs: number[] = [];
  const runs: TimedRun[] = [];
  const found = (): Promise<TopLevel> => describe(artifact, samplesUs, timed, runs);
  for (let round = 1; round <= rounds; round += 1) {
    const plain = await evaluate(workbench, artifact, request);
    const run = plain.outcome === "ok" && timed !== null ? await runTimed(workbench, timed.artifact, request) : null;
    const isCancelled = timed !== null && run === null && request.signal.aborted;
    if (plain.outcome !== "ok" || isCancelled) {
      const end = plain.outcome === "ok" ? ({ outcome: "interrupted", error: null } as const) : plain;
      const ended = endOf(end, { stage: "top-level", start: "prewarmed", round });
      return { topLevel: samplesUs.length === 0 ? null : await found(), ended };
    }
    samplesUs.push(plain.usage.initUs);
    if (run === null) timed = null;
    else runs.push({ initUs: run.initUs, report: clockReport.parse(run.report) });
    request.onTopLevel?.(round);
  }
  return { topLevel: await found(), ended: null };
}

/** `timed` null: no clock could be put in, or not in every round. */
async function describe(
  artifact: Artifact,
  samplesUs: readonly number[],
  timed: TimedBuild | null,
  runs: readonly TimedRun[],
): Promise<TopLevel> {
  if (timed === null) return { samplesUs, ...untimed(artifact) };
  const frozen = await frozenReads(runs[0]?.report.reads ?? [], timed.artifact);
  return { samplesUs, timed: wholeOf(runs), modules: moduleTimes(artifact, timed, runs), frozen };
}

function untimed({ modules }: Artifact): Omit<TopLevel, "samplesUs"> {
  const times = { parent: null, initUs: null, selfInitUs: null };
  return {
    timed: wholeOf([]),
    modules: modules.map(({ path, bytes }) => ({ path, package: packageOf(path), bytes, ...times })),
    frozen: [],
  };
}

/** Runs an instrumented build's top level and gives what it reports; it answers any request with that. Null: it did not end well. */
export async function runTimed(
  workbench: Workbench,
  artifact: Artifact,
  request: TopLevelRequest,
): Promise<{ readonly initUs: number; readonly report: unknown } | null> {
  const input = { trigger: "http", request: { method: "GET", url: "/", headers: [], body: null } } as const;
  const { outcome, usage, response } = await evaluate(workbench, artifact, { ...request, input });
  if (outcome !== "ok") return null;
  return { initUs: usage.initUs, report: JSON.parse(Buffer.from(response?.body.content ?? []).toString()) };
}

/** Without an image, the top level runs in each start. */
async function evaluate(workbench: Workbench, artifact: Artifact, request: TopLevelRequest): Promise<Invocation> {
  return (await runsOf(workbench, artifact, request)).run(request.memoryMb, "prewarmed", { withoutImage: true });
}

function wholeOf(runs: readonly TimedRun[]): TopLevel["timed"] {
  const own = (report: ClockReport): number => report.ownMs.reduce<number>((sum, ms) => sum + (ms ?? 0), 0) * 1000;
  return {
    n: runs.length,
    wallUs: median(runs.map(({ initUs }) => initUs)),
    parseUs: median(runs.map(({ report }) => report.startedMs * 1000)),
    unaccountedUs: median(runs.map(({ initUs, report }) => initUs - report.startedMs * 1000 - own(report))),
  };
}

/** Those that are in the function's own bundle: a module of which nothing is left there costs it nothing. */
function moduleTimes(artifact: Artifact, timed: TimedBuild, runs: readonly TimedRun[]): readonly ModuleTime[] {
  const own = new Map<string, number>();
  for (const [index, { path }] of timed.modules.entries()) {
    own.set(path, median(runs.map(({ report }) => (report.ownMs[index] ?? 0) * 1000)));
  }
  const children = Map.groupBy(timed.modules, ({ parent }) => parent);
  const parents = new Map(timed.modules.map(({ path, parent }) => [path, parent]));
  const total = (path: string): number =>
    (children.get(path) ?? []).reduce((sum, child) => sum + total(child.path), own.get(path) ?? 0);
  return artifact.modules.map(({ path, bytes }) => {
    const self = own.get(path);
    const times = self === undefined ? { initUs: null, selfInitUs: null } : { initUs: total(path), selfInitUs: self };
    return { path, package: packageOf(path), parent: parents.get(path) ?? null, bytes, ...times };
  });
}

async function frozenReads(reads: ClockReport["reads"], artifact: Artifact): Promise<readonly FrozenRead[]> {
  const { CLOCK_FILE, mapStack } = await import("../../../runtime");
  const found = new Map<string, FrozenRead>();
  for (const { what, stack, count } of reads) {
    const place = mapStack(stack, artifact)
      .split("\n")
      .flatMap((line) => placeOf(line) ?? [])
      .find(({ file }) => file !== CLOCK_FILE);
    if (place === undefined) continue;
    const key = `${what} ${place.file}:${place.line}`;
    found.set(key, { what, ...place, count: count + (found.get(key)?.count ?? 0) });
  }
  return [...found.values()];
}

function placeOf(line: string): { readonly file: string; readonly line: number } | null {
  const match = /^\s*at (?:.* \()?(.+?):(\d+):\d+\)?$/.exec(line);
  return match === null ? null : { file: match[1] ?? "", line: Number(match[2]) };
}

function median(values: readonly number[]): number {
  return Math.round(percentiles(values)?.p50 ?? 0);
}
