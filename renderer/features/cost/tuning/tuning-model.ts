import type { MeasuredTiers, TierRuns } from "../../../../preload/contract";
import { measuredTier, TIER_CHOICES, tunePlatform } from "../../../../runtime/cost";
import type { PlatformTuning, PriceList, Pricing, TierOutcome, TunedTier } from "../../../../runtime/cost";
import { MEMORY_MB, mostActiveCpuUs, mostMemoryBytes, TUNING } from "../../../../runtime/model";
import { percentiles, trimmedMean } from "../../../../runtime/statistics";
import { formatInteger } from "../../../ui/format";

/** What is typed in, as it is typed. */
export interface TuningForm {
  readonly tiers: string;
  readonly runs: string;
}

export const USUAL_FORM: TuningForm = { tiers: TUNING.usualTiers.join(", "), runs: String(TUNING.runs.usual) };

export type ReadForm =
  | { readonly ok: true; readonly tiers: readonly number[]; readonly rounds: number }
  /** What is wrong with each field; null: nothing. */
  | { readonly ok: false; readonly tiers: string | null; readonly runs: string | null };

/** Memory sizes, each once and ascending, and how often each is run. */
export function readForm({ tiers: sizes, runs }: TuningForm): ReadForm {
  const { mostTiers } = TUNING;
  const texts = sizes.split(/[\s,;]+/).filter((text) => text !== "");
  const isSize = (text: string): boolean => isWholeIn(text, MEMORY_MB.least, MEMORY_MB.most);
  const tiers = [...new Set(texts.map(Number))].sort((a, b) => a - b);
  const wrongTiers =
    tiers.length === 0 || !texts.every(isSize)
      ? `whole MiB from ${MEMORY_MB.least} to ${formatInteger(MEMORY_MB.most)}, please`
      : tiers.length > mostTiers
        ? `at most ${mostTiers} sizes, please`
        : null;
  const { least, most } = TUNING.runs;
  const wrongRuns = isWholeIn(runs.trim(), least, most) ? null : `from ${least} to ${formatInteger(most)}, please`;
  if (wrongTiers !== null || wrongRuns !== null) return { ok: false, tiers: wrongTiers, runs: wrongRuns };
  return { ok: true, tiers, rounds: Number(runs) };
}

function isWholeIn(text: string, least: number, most: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

/** What a memory size did on this machine. Times are microseconds. */
export interface Measured {
  readonly n: number;
  readonly meanUs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly cpuP50Us: number;
  readonly peakBytes: number;
}

/** One memory size, as it ran here and as a platform would have it. */
export interface TuningRow {
  readonly memoryMb: number;
  /** `unfinished`: another size's failure ended the runs of all. */
  readonly state: "fine" | "failed" | "unfinished";
  readonly failure: TierRuns["failure"];
  /** Null where no run ended well. */
  readonly measured: Measured | null;
  /** Null where the size can't be priced: it failed. */
  readonly tuned: TunedTier | null;
  /** What it is chosen for: cheapest, fastest, balanced. */
  readonly choices: readonly (typeof TIER_CHOICES)[number][];
}

/** What was measured, on each of these platforms. */
export function tunePlatforms({ tiers }: MeasuredTiers, { lists, calibrationOf }: Pricing): readonly PlatformTuning[] {
  const good = tiers.filter(({ failure }) => failure === null);
  const measured = good.flatMap(({ usages }) => measuredTier(usages.map((usage) => ({ usage, start: "warm" }))) ?? []);
  return lists.map((list) => tunePlatform(measured, list, calibrationOf(list.platform)));
}

/** Each memory size, whether it ended well or not. */
export function tuningRows({ tiers, rounds }: MeasuredTiers, platform: PlatformTuning): readonly TuningRow[] {
  return tiers.map(({ memoryMb, usages, failure }) => ({
    memoryMb,
    state: failure !== null ? "failed" : usages.length < rounds ? "unfinished" : "fine",
    failure,
    measured: measuredOf(usages),
    tuned: platform.tiers.find((tier) => tier.memoryMb === memoryMb) ?? null,
    choices: TIER_CHOICES.filter((name) => platform.choice?.[name] === memoryMb),
  }));
}

function measuredOf(usages: TierRuns["usages"]): Measured | null {
  const time = percentiles(usages.map(({ executionUs }) => executionUs));
  const cpu = percentiles(usages.map(mostActiveCpuUs));
  if (time === null || cpu === null) return null;
  return {
    n: time.n,
    meanUs: trimmedMean(usages.map(({ executionUs }) => executionUs)).mean,
    p50Us: time.p50,
    p90Us: time.p90,
    p99Us: time.p99,
    cpuP50Us: cpu.p50,
    peakBytes: Math.max(...usages.map(mostMemoryBytes)),
  };
}

export function outcomesOf({ tiers }: MeasuredTiers): readonly TierOutcome[] {
  return tiers.map(({ memoryMb, usages, failure }) => ({
    memoryMb,
    outcome: failure?.outcome ?? "ok",
    n: usages.length,
  }));
}

/** Why the function itself failed, whatever its memory; null where it did not. */
export function functionFailure({
  tiers,
}: MeasuredTiers): { readonly message: string; readonly stack: string | null } | null {
  const failed = tiers.find(({ failure }) => failure !== null && failure.outcome !== "out-of-memory");
  if (failed?.failure != null) {
    const { outcome, error } = failed.failure;
    const why = error === null ? outcome : `${error.code}: ${error.message}`;
    return {
      message: `The function failed at ${megabytes(failed.memoryMb)} with ${why}. Call it from the console to see where.`,
      stack: error?.stack ?? null,
    };
  }
  if (tiers.some(({ failure }) => failure === null)) return null;
  return { message: "The function ran out of memory at every size: add larger ones.", stack: null };
}

/** The status of an answer that is no success, of which all figures then are; null where it is one. */
export function wrongStatus({ tiers }: MeasuredTiers): number | null {
  const status = tiers.flatMap((tier) => tier.status ?? [])[0];
  return status === undefined || status < 400 ? null : status;
}

/** The list that is drawn: the one that was asked for, else the first where there is memory to choose. */
export function shownList(
  chosen: readonly PriceList[],
  tunings: readonly PlatformTuning[],
  wanted: PriceList | undefined,
): number {
  const asked = wanted === undefined ? -1 : chosen.indexOf(wanted);
  if (asked !== -1) return asked;
  return Math.max(
    0,
    tunings.findIndex(({ choice }) => choice !== null),
  );
}

export function megabytes(mb: number): string {
  return `${formatInteger(mb)} MB`;
}
