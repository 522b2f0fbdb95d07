import type { Artifact, BuildProblem, Invocation, Profile } from "../../../runtime";
import { Decimal, measuredTier, perMillion, tunePlatform } from "../../../runtime/cost";
import type { Pricing } from "../../../runtime/cost";
import { trimmedMean } from "../../../runtime/statistics";
import type { Workbench } from "../workbench";
import { prepareRuns } from "../measure/runs";
import type { Runs, RunsRequest } from "../measure/runs";
import { checkStarts } from "./check-starts";
import type { TimeVerdict } from "./check-starts";
import { grownBytes } from "./growth";
import type { Growth } from "./growth";

/** What a function may take; null: not asked. */
export interface Budgets {
  /** The bundle's size. */
  readonly maxBytes: number | null;
  /** The median cold start's wall time. */
  readonly maxColdMs: number | null;
  /** The median prewarmed start's. */
  readonly maxPrewarmedMs: number | null;
  /** The median time in which the top level is parsed and evaluated. */
  readonly maxInitMs: number | null;
  /** US dollars for a million warm calls, as decimal text, on each of the platforms. */
  readonly maxUsdPerMillion: string | null;
}

export interface CheckRequest extends RunsRequest {
  readonly memoryMb: number;
  readonly budgets: Budgets;
  readonly pricing: Pricing;
  /** To say what grew most since; null: nothing is said. */
  readonly baseline: Profile | null;
}

/** One budget held against what was found. */
export type BudgetVerdict = {
  readonly ok: boolean;
  /** How many runs the figure is of; 0 where none was needed. */
  readonly n: number;
} & (
  | {
      readonly budget: "max-bytes";
      readonly limit: number;
      readonly found: number;
      /** What grew most since the baseline; null where there is none, or nothing grew. */
      readonly growth: Growth | null;
    }
  | TimeVerdict
  | {
      readonly budget: "max-usd-per-million";
      readonly platform: string;
      readonly region: string | null;
      readonly priceList: string;
      /** Exact US dollars for a million calls. */
      readonly limit: string;
      readonly found: string;
      /** At the ends of the time's 95 % interval. */
      readonly interval: readonly [low: string, high: string];
      /** Whether the time it is billed for was measured, or modelled for this memory. */
      readonly basis: "measured" | "modelled";
      /** What the call exceeds on the platform. */
      readonly warnings: readonly string[];
    }
);

export interface Check {
  readonly artifact: Artifact;
  readonly verdicts: readonly BudgetVerdict[];
  /** The first run that did not end well; the budgets that needed it have no verdict. */
  readonly failed: Pick<Invocation, "start" | "outcome" | "error"> | null;
  /** Of the last run's answer; null where nothing had to run. */
  readonly status: number | null;
}

export type CheckResult =
  { readonly ok: true; readonly check: Check } | { readonly ok: false; readonly problems: readonly BuildProblem[] };

/** Warm runs: enough for a mean that is known to a twentieth, or as many as a gate may take. */
const WARM = { least: 20, most: 200, margin: 0.05 };

/** Builds a function, runs it as often as its budgets need, and holds it against them. */
export async function check(workbench: Workbench, request: CheckRequest): Promise<CheckResult> {
  const prepared = await prepareRuns(workbench, request);
  if (!prepared.ok) return prepared;
  const { runs } = prepared;
  const { maxBytes, maxUsdPerMillion } = request.budgets;
  const verdicts: BudgetVerdict[] = maxBytes === null ? [] : [bytesVerdict(runs.artifact, maxBytes, request.baseline)];
  const timed = await checkStarts(workbench, runs, request);
  verdicts.push(...timed.verdicts);
  const warm = maxUsdPerMillion === null || timed.ended !== null ? [] : await warmRuns(runs, request.memoryMb);
  const failed = timed.ended ?? warm.find(({ outcome }) => outcome !== "ok") ?? null;
  if (failed === null && maxUsdPerMillion !== null) {
    verdicts.push(...costVerdicts(warm, maxUsdPerMillion, request.pricing));
  }
  const status = warm.at(-1)?.response?.status ?? timed.status;
  return { ok: true, check: { artifact: runs.artifact, verdicts, failed, status } };
}

function bytesVerdict(artifact: Artifact, limit: number, baseline: Profile | null): BudgetVerdict {
  const found = artifact.code.byteLength;
  const growth = baseline === null ? null : grownBytes(baseline, artifact.modules);
  return { budget: "max-bytes", ok: found <= limit, n: 0, limit, found, growth };
}

/** The first run warms up and does not count. */
async function warmRuns(runs: Runs, memoryMb: number): Promise<readonly Invocation[]> {
  const first = await runs.run(memoryMb, "warm");
  if (first.outcome !== "ok") return [first];
  const found: Invocation[] = [];
  while (found.length < WARM.least || (found.length < WARM.most && !isSettled(found))) {
    const invocation = await runs.run(memoryMb, "warm");
    found.push(invocation);
    if (invocation.outcome !== "ok") break;
  }
  return found;
}

function isSettled(invocations: readonly Invocation[]): boolean {
  const { mean, high } = trimmedMean(invocations.map(({ usage }) => usage.executionUs));
  return high - mean <= WARM.margin * mean;
}

function costVerdicts(
  warm: readonly Invocation[],
  limit: string,
  { lists, calibrationOf }: Pricing,
): readonly BudgetVerdict[] {
  const measured = measuredTier(warm);
  if (measured === null) return [];
  return lists.flatMap((list): BudgetVerdict[] => {
    const { platform, region, priceList, tiers } = tunePlatform([measured], list, calibrationOf(list.platform));
    return tiers.map(({ usd, basis, bill }) => {
      const found = perMillion(usd.mean);
      return {
        budget: "max-usd-per-million",
        ok: !new Decimal(found).greaterThan(limit),
        n: warm.length,
        platform,
        region,
        priceList,
        limit,
        found,
        interval: [perMillion(usd.low), perMillion(usd.high)],
        basis,
        warnings: bill.warnings,
      };
    });
  });
}
