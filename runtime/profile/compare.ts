import type { Machine, Profile, ProfileSample, Start } from "../model";
import { LEAST_FOR_RANKS, percentiles, rankInefficiency, rankTest, valuesForShift } from "../statistics";
import type { Interval, Measured } from "../statistics";

export type Verdict = "faster" | "slower" | "no difference";

/** Two profiles' starts of one kind. Times in microseconds; the second profile is held against the first. */
export interface StartComparison {
  readonly start: Start;
  readonly n: readonly [first: number, second: number];
  /** Medians. */
  readonly p50: readonly [first: number, second: number];
  /** Null: too few starts to decide. */
  readonly verdict: Verdict | null;
  /** How many starts of each would decide; null where there is a verdict. */
  readonly needed: number | null;
  /** Null where there are too few starts to test. */
  readonly test: {
    /** By how much the second's starts take longer; below 0: less long. */
    readonly shiftUs: number;
    /** Confidence interval of the shift, at 1 − `alpha` of the comparison. */
    readonly intervalUs: Interval;
    readonly pValue: number;
  } | null;
}

export interface Comparison {
  readonly first: Profile;
  readonly second: Profile;
  /** Whether the starts of both were measured in turn, so that the machine's drift is in neither. */
  readonly interleaved: boolean;
  readonly sameMachine: boolean;
  /** Whether both were asked the same, but for the host, which is each function's own. */
  readonly sameRequest: boolean;
  /** Of each kind's test: the false alarms of all of them together are 5 in 100 at most (Bonferroni). */
  readonly alpha: number;
  readonly starts: readonly StartComparison[];
  /** Of all starts at once. Null: none differs, and one at least is undecided. */
  readonly overall: Verdict | "mixed" | null;
}

/** How the verdict is reached; for whoever wants to look it up. */
export const TEST_NAME = "Mann-Whitney rank test, Hodges-Lehmann shift";
/** False alarms of one comparison. */
export const ALPHA = 0.05;
/** "No difference" is said where a shift of this share of the first median would have been found in four of five cases. */
export const RELEVANT_SHARE = 0.1;

/**
 * Holds the second profile against the first, start by start, for the kinds that both have. `comparisons`: how many profiles are
 * held against the first, which together give no more false alarms than one alone.
 */
export function compareProfiles(first: Profile, second: Profile, interleaved: boolean, comparisons = 1): Comparison {
  const kinds = first.starts.filter((start) => second.starts.includes(start));
  const alpha = ALPHA / Math.max(1, kinds.length * comparisons);
  const measured = interleaved ? "in turn" : "apart";
  const starts = kinds.map((start) =>
    compareSamples(start, wallsOf(first.samples, start), wallsOf(second.samples, start), alpha, measured),
  );
  return {
    first,
    second,
    interleaved,
    sameMachine: isSameMachine(first.machine, second.machine),
    sameRequest: withoutHost(first.request) === withoutHost(second.request),
    alpha,
    starts,
    overall: overallOf(starts),
  };
}

/**
 * What one start's test found holds overall where no other found the opposite. All tests together raise a false alarm in 5 of 100
 * comparisons at most, and so does this: it says that there is a difference only where one of them does.
 */
function overallOf(starts: readonly StartComparison[]): Comparison["overall"] {
  const verdicts = new Set(starts.map(({ verdict }) => verdict));
  if (verdicts.has("faster") && verdicts.has("slower")) return "mixed";
  if (verdicts.has("faster")) return "faster";
  if (verdicts.has("slower")) return "slower";
  return verdicts.has(null) || verdicts.size === 0 ? null : "no difference";
}

/** Whether figures of both can be set side by side: the same processor and engine. */
function isSameMachine(one: Machine, other: Machine): boolean {
  const facts = ["platform", "arch", "cpu", "cores", "v8"] as const;
  return facts.every((fact) => one[fact] === other[fact]);
}

function withoutHost(request: string): string {
  return request.replace(/https?:\/\/[^/]*/, "");
}

/** Of the starts that count. */
export function wallsOf(samples: readonly ProfileSample[], start: Start): readonly number[] {
  return samples.filter((sample) => sample.start === start && !sample.first).map(({ wallUs }) => wallUs);
}

/** Holds one list of wall times against another. `alpha`: how often it may see a difference that is not there. */
export function compareSamples(
  start: Start,
  first: readonly number[],
  second: readonly number[],
  alpha: number,
  measured: Measured,
): StartComparison {
  const n = [first.length, second.length] as const;
  const p50 = [percentiles(first)?.p50 ?? 0, percentiles(second)?.p50 ?? 0] as const;
  const facts = { start, n, p50 };
  if (Math.min(...n) < LEAST_FOR_RANKS) return { ...facts, verdict: null, needed: LEAST_FOR_RANKS, test: null };
  const { shift, interval, pValue, differ } = rankTest(first, second, alpha, measured);
  const test = { shiftUs: shift, intervalUs: interval, pValue };
  if (differ) return { ...facts, verdict: shift < 0 ? "faster" : "slower", needed: null, test };
  const independent = valuesForShift([first, second], p50[0] * RELEVANT_SHARE, alpha);
  const worth = measured === "apart" ? Math.max(rankInefficiency(first), rankInefficiency(second)) : 1;
  const needed = Math.ceil(independent * worth);
  if (Math.min(...n) < needed) return { ...facts, verdict: null, needed, test };
  return { ...facts, verdict: "no difference", needed: null, test };
}
