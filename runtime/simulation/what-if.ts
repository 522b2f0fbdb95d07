import type { PoolOptions } from "../model";
import { meanOf, seededRandom } from "../statistics";
import type { Mean } from "../statistics";
import { runFigures } from "./run-figures";
import type { RunFigure, RunFigures } from "./run-figures";
import { RUN_FIGURES } from "./run-figures";
import { simulate } from "./simulate";
import type { Arrival, SimulationRun, Workload } from "./simulation-types";

/** Settings to be held against each other on the same calls. */
export interface WhatIf extends Omit<Workload, "arrivals"> {
  /** The calls of one repetition: drawn, or the same each time where they were recorded. */
  readonly arrivals: (random: () => number) => readonly Arrival[];
  /** The first is what the others are held against. */
  readonly settings: readonly PoolOptions[];
  /** Repetitions, each with other draws; two at least, or there are no intervals. */
  readonly repetitions: number;
}

/** A figure of one setting less the first setting's, over the repetitions, each of which both had the same calls in. */
export interface FigureDifference extends Mean {
  /** `no difference`: the interval holds 0, so that it may be the draws'. */
  readonly verdict: "lower" | "higher" | "no difference";
}

export interface SettingResult {
  readonly options: PoolOptions;
  /** Null where a repetition had no call to take it of. */
  readonly figures: Readonly<Record<RunFigure, Mean | null>>;
  /** Against the first setting; null for it. */
  readonly differences: Readonly<Record<RunFigure, FigureDifference | null>> | null;
  /** All repetitions. */
  readonly runs: readonly SimulationRun[];
}

/** What a setting does that costs something: `runtime/cost` prices it. Shares are of all calls, of which some may not be answered. */
export function poolUse({ figures }: Pick<SettingResult, "figures">) {
  const mean = (name: RunFigure): number => figures[name]?.mean ?? 0;
  return {
    shares: { cold: mean("coldShare"), prewarmed: mean("prewarmedShare"), warm: mean("warmShare") },
    meanBytes: mean("meanBytes"),
    peakBytes: mean("peakBytes"),
  } as const;
}

const FIRST_SEED = 1;

/** The same as `whatIf`, a run at a time: yields how many of them are done, so that others have their turn between them. */
export function* whatIfSteps(request: WhatIf): Generator<number, readonly SettingResult[], void> {
  const seeds = Array.from({ length: request.repetitions }, (_, index) => FIRST_SEED + index);
  const workloads = seeds.map((seed): { readonly seed: number; readonly workload: Workload } => {
    const { functions, durationUs, processors, timeoutMs, blankBytes } = request;
    const arrivals = request.arrivals(seededRandom(seed));
    return { seed, workload: { functions, durationUs, processors, timeoutMs, blankBytes, arrivals } };
  });
  const results: SettingResult[] = [];
  let first: readonly RunFigures[] | null = null;
  for (const options of request.settings) {
    const runs: SimulationRun[] = [];
    for (const { workload, seed } of workloads) {
      runs.push(simulate(workload, options, seed));
      yield results.length * seeds.length + runs.length;
    }
    const figures = runs.map(runFigures);
    const compared = first;
    const differences = compared === null ? null : eachFigure((name) => difference(compared, figures, name));
    first ??= figures;
    results.push({ options, figures: eachFigure((name) => meanFigure(figures, name)), differences, runs });
  }
  return results;
}

/**
 * Simulates each setting on the same calls, several times over with other draws. Every repetition gives all settings the same arrivals and
 * the same measured start for each call, so that what differs is the settings'.
 */
export function whatIf(request: WhatIf): readonly SettingResult[] {
  const steps = whatIfSteps(request);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function eachFigure<T>(make: (name: RunFigure) => T): Readonly<Record<RunFigure, T>> {
  return Object.fromEntries(RUN_FIGURES.map((name) => [name, make(name)])) as Record<RunFigure, T>;
}

function meanFigure(runs: readonly RunFigures[], name: RunFigure): Mean | null {
  const values = runs.flatMap((figures) => figures[name] ?? []);
  return values.length < runs.length ? null : meanOf(values);
}

function difference(
  first: readonly RunFigures[],
  second: readonly RunFigures[],
  name: RunFigure,
): FigureDifference | null {
  const values = second.flatMap((figures, index) => {
    const [one, other] = [first[index]?.[name] ?? null, figures[name]];
    return one === null || other === null ? [] : [other - one];
  });
  if (values.length < second.length) return null;
  const mean = meanOf(values);
  const isSure = values.length > 1 && (mean.low > 0 || mean.high < 0);
  return { ...mean, verdict: !isSure ? "no difference" : mean.mean < 0 ? "lower" : "higher" };
}
