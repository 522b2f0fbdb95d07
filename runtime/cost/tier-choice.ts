import { Decimal } from "./decimal";
import type { TrimmedMean } from "../statistics";

/** What a choice looks at in a memory size. */
export interface TierCandidate {
  readonly memoryMb: number;
  /** One call's time, milliseconds. */
  readonly durationMs: TrimmedMean;
  /** One call's cost, exact US dollars. */
  readonly usd: TierCost;
}

/** At the mean of the time and at the ends of its interval. */
export interface TierCost {
  readonly mean: string;
  readonly low: string;
  readonly high: string;
}

/** The names of what `TierChoice` holds, in the order they are told. */
export const TIER_CHOICES = ["cheapest", "fastest", "balanced"] as const satisfies readonly (keyof TierChoice)[];

/** Memory sizes, MB, told apart as AWS Lambda Power Tuning does (`lambda/analyzer.js`). */
export interface TierChoice {
  /** Costs least; the fastest of those that cost the same. */
  readonly cheapest: number;
  /** Takes least time; the cheapest of those that take the same. */
  readonly fastest: number;
  /** The least sum of half the cost, over the highest cost, and half the time, over the longest time. */
  readonly balanced: number;
}

/** A size's figure with what is known of its noise. */
interface Ranked {
  readonly memoryMb: number;
  readonly cost: Interval;
  readonly time: Interval;
}

interface Interval {
  readonly mean: Decimal;
  readonly low: Decimal;
  readonly high: Decimal;
}

const BALANCED_WEIGHT = 0.5;

/**
 * Sizes whose intervals overlap count as equal: a difference inside the noise chooses nothing. Null where there are none.
 */
export function chooseTier(candidates: readonly TierCandidate[]): TierChoice | null {
  const tiers = candidates.map(({ memoryMb, usd, durationMs }): Ranked => ({
    memoryMb,
    cost: interval(usd),
    time: interval(durationMs),
  }));
  const cheapest = best(best(tiers, "cost"), "time")[0];
  const fastest = best(best(tiers, "time"), "cost")[0];
  const balanced = leastBy(tiers, balancedScore(tiers));
  if (cheapest === undefined || fastest === undefined || balanced === null) return null;
  return { cheapest: cheapest.memoryMb, fastest: fastest.memoryMb, balanced: balanced.memoryMb };
}

/** Those that can't be told from the best one, which comes first. */
function best(tiers: readonly Ranked[], by: "cost" | "time"): readonly Ranked[] {
  const least = leastBy(tiers, (tier) => tier[by].mean);
  if (least === null) return [];
  return [least, ...tiers.filter((tier) => tier !== least && !tier[by].low.greaterThan(least[by].high))];
}

function balancedScore(tiers: readonly Ranked[]): (tier: Ranked) => Decimal {
  const most = (by: "cost" | "time") => Decimal.max(0, ...tiers.map((tier) => tier[by].mean));
  const [highestCost, longestTime] = [most("cost"), most("time")];
  return ({ cost, time }) =>
    share(cost.mean, highestCost)
      .times(BALANCED_WEIGHT)
      .plus(share(time.mean, longestTime).times(1 - BALANCED_WEIGHT));
}

/** Nothing of nothing is nothing: a platform where no size costs anything is balanced by time alone. */
function share(part: Decimal, whole: Decimal): Decimal {
  return whole.isZero() ? whole : part.dividedBy(whole);
}

/** The first of those with the least value. */
function leastBy(tiers: readonly Ranked[], value: (tier: Ranked) => Decimal): Ranked | null {
  let least: Ranked | null = null;
  for (const tier of tiers) if (least === null || value(tier).lessThan(value(least))) least = tier;
  return least;
}

function interval({ mean, low, high }: { readonly [End in keyof Interval]: string | number }): Interval {
  return { mean: new Decimal(mean), low: new Decimal(low), high: new Decimal(high) };
}
