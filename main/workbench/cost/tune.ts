import type { Artifact, BuildProblem, Invocation } from "../../../runtime";
import { adviseCall, measuredTier, tunePlatform } from "../../../runtime/cost";
import type { CallAdvice, PlatformTuning, Pricing } from "../../../runtime/cost";
import type { Workbench } from "../workbench";
import { adviceFacts } from "./advice-facts";
import { measureTiers } from "./measure-tiers";
import type { TierMeasurement } from "./measure-tiers";
import { prepareRuns } from "../measure/runs";
import type { RunsRequest } from "../measure/runs";

/** A function to be run at several memory sizes. */
export interface TuneRequest extends RunsRequest {
  /** MiB, ascending. */
  readonly tiers: readonly number[];
  /** Measured runs of each size, after one that warms up. */
  readonly rounds: number;
  readonly pricing: Pricing;
  /** Called when the source is built. */
  readonly onBuilt?: (artifact: Artifact) => void;
}

/** What was measured, and what is reckoned from it. */
export interface Tuning {
  readonly artifact: Artifact;
  readonly rounds: number;
  readonly tiers: readonly TierMeasurement[];
  readonly platforms: readonly PlatformTuning[];
  /** Of the run in the middle at one size; null where none ended well. */
  readonly advice: CallAdvice | null;
}

export type TuneResult =
  { readonly ok: true; readonly tuning: Tuning } | { readonly ok: false; readonly problems: readonly BuildProblem[] };

/** Builds a function, runs it at each memory size, and prices what was measured. Nothing of it is kept in the history. */
export async function tune(workbench: Workbench, request: TuneRequest): Promise<TuneResult> {
  const prepared = await prepareRuns(workbench, request);
  if (!prepared.ok) return prepared;
  const { artifact } = prepared.runs;
  request.onBuilt?.(artifact);
  const { rounds, pricing } = request;
  const tiers = await measureTiers(prepared.runs, request.tiers, rounds);
  const platforms = tunePlatforms(tiers, pricing);
  const advice = await advise(artifact, adviceTier(tiers, platforms), pricing);
  return { ok: true, tuning: { artifact, rounds, tiers, platforms, advice } };
}

function tunePlatforms(
  tiers: readonly TierMeasurement[],
  { lists, calibrationOf }: Pricing,
): readonly PlatformTuning[] {
  const good = tiers.filter(({ failure }) => failure === null);
  const measured = good.flatMap(({ invocations }) => measuredTier(invocations) ?? []);
  return lists.map((list) => tunePlatform(measured, list, calibrationOf(list.platform)));
}

/** Advice is about the size that one would hire: the cheapest of the first platform where there is a choice. */
function adviceTier(tiers: readonly TierMeasurement[], platforms: readonly PlatformTuning[]): TierMeasurement | null {
  const good = tiers.filter(({ failure }) => failure === null);
  const chosen = platforms.flatMap(({ choice }) => choice?.cheapest ?? [])[0];
  return good.find(({ memoryMb }) => memoryMb === chosen) ?? good[0] ?? null;
}

async function advise(artifact: Artifact, tier: TierMeasurement | null, pricing: Pricing): Promise<CallAdvice | null> {
  const invocation = tier === null ? null : medianRun(tier.invocations);
  if (invocation === null) return null;
  const facts = await adviceFacts(invocation, artifact);
  return facts === null ? null : adviseCall(facts, pricing);
}

/** The run in the middle, by how long its function ran. */
function medianRun(invocations: readonly Invocation[]): Invocation | null {
  const sorted = [...invocations].sort((a, b) => a.usage.executionUs - b.usage.executionUs);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
