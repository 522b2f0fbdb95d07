import type { Artifact, ProfileEnd, Start } from "../../../runtime";
import { percentiles, quantileIntervals } from "../../../runtime/statistics";
import type { Runs } from "../measure/runs";
import { collectStarts } from "../profile/collect";
import type { Collected } from "../profile/collect";
import { measureTopLevel } from "../profile/top-level";
import type { Workbench } from "../workbench";
import type { CheckRequest } from "./check";
import { grownInit, grownSpan } from "./growth";
import type { Growth } from "./growth";

/** A budget of time, held against the median of what was measured. All in milliseconds. */
export interface TimeVerdict {
  readonly budget: "max-cold-ms" | "max-prewarmed-ms" | "max-init-ms";
  readonly ok: boolean;
  readonly n: number;
  readonly limit: number;
  readonly found: number;
  /** 95 % confidence interval of the median; null: too few runs to have one. */
  readonly interval: readonly [low: number, high: number] | null;
  /** What grew most since the baseline; null where there is none, or nothing grew. */
  readonly growth: Growth | null;
}

export interface CheckedStarts {
  readonly verdicts: readonly TimeVerdict[];
  /** Why there are none. */
  readonly ended: ProfileEnd | null;
  readonly status: number | null;
}

/** Enough for an interval of the median. */
const RUNS = 21;

/** Measures the starts and the top level that have budgets. */
export async function checkStarts(workbench: Workbench, runs: Runs, request: CheckRequest): Promise<CheckedStarts> {
  const { budgets, memoryMb, baseline } = request;
  const limits = [
    ["cold", budgets.maxColdMs],
    ["prewarmed", budgets.maxPrewarmedMs],
  ] as const;
  const starts: readonly Start[] = limits.flatMap(([start, limit]) => (limit === null ? [] : [start]));
  const verdicts: TimeVerdict[] = [];
  const { samples, ended, status } = await collectSome(workbench, runs, starts, memoryMb);
  if (ended !== null) return { verdicts, ended, status };
  for (const [start, limit] of limits) {
    if (limit === null) continue;
    const walls = samples.filter((sample) => sample.start === start && !sample.first).map(({ wallUs }) => wallUs);
    const growth = baseline === null ? null : grownSpan(baseline, { starts, samples }, start);
    verdicts.push(timeVerdict(`max-${start}-ms`, walls, limit, growth));
  }
  const init =
    budgets.maxInitMs === null ? null : await initVerdict(workbench, runs.artifact, request, budgets.maxInitMs);
  if (init !== null && "outcome" in init) return { verdicts, ended: init, status };
  return { verdicts: init === null ? verdicts : [...verdicts, init], ended, status };
}

async function collectSome(
  workbench: Workbench,
  runs: Runs,
  starts: readonly Start[],
  memoryMb: number,
): Promise<Collected> {
  if (starts.length === 0) return { samples: [], withoutImage: [], ended: null, status: null, usage: null };
  const [collected] = await collectStarts(workbench, {
    ...{ subjects: [runs], starts, runs: RUNS, memoryMb, alsoWithoutImage: false },
  });
  if (collected === undefined) throw new Error("the function was not measured");
  return collected;
}

async function initVerdict(
  workbench: Workbench,
  artifact: Artifact,
  request: CheckRequest,
  limit: number,
): Promise<TimeVerdict | ProfileEnd> {
  const found = await measureTopLevel(workbench, artifact, request, RUNS);
  if (found.ended !== null) return found.ended;
  const growth = request.baseline === null ? null : grownInit(request.baseline, found.topLevel);
  return timeVerdict("max-init-ms", found.topLevel.samplesUs, limit, growth);
}

function timeVerdict(
  budget: TimeVerdict["budget"],
  timesUs: readonly number[],
  limit: number,
  growth: Growth | null,
): TimeVerdict {
  const found = (percentiles(timesUs)?.p50 ?? 0) / 1000;
  const [interval = null] = quantileIntervals(timesUs, [0.5]);
  return {
    ...{ budget, ok: found <= limit, n: timesUs.length, limit, found },
    interval: interval === null ? null : [interval[0] / 1000, interval[1] / 1000],
    growth,
  };
}
