import type { Start } from "../model";
import { Decimal, ZERO } from "./decimal";
import type { CallUsage } from "./usage";

/** Kinds of call in a month, each with its share of the requests. Shares are positive and add up to 1 (to the last digit). */
export type UsageMix = readonly UsageShare[];

export interface UsageShare {
  readonly usage: CallUsage;
  readonly share: Decimal;
}

/** A mix of usages by how many requests each stands for; null when there are none. Weights are finite and not negative. */
export function mixByRequests(usages: readonly { usage: CallUsage; requests: Decimal }[]): UsageMix | null {
  const total = usages.reduce((sum, { requests }) => sum.plus(requests), ZERO);
  if (total.isZero()) return null;
  return usages
    .filter(({ requests }) => requests.gt(0))
    .map(({ usage, requests }) => ({ usage, share: requests.div(total) }));
}

/**
 * The same calls with other shares of starts: `cold` of the requests (init is billed where the platform bills it), `prewarmed` of
 * them, the rest warm. Shares lie between 0 and 1, together too. Each share goes to the calls that were measured with that start,
 * in their own proportions; where there is none, calls that were measured with another stand for it.
 */
export function mixByStart(mix: UsageMix, { cold, prewarmed }: { cold: Decimal; prewarmed: Decimal }): UsageMix {
  const warm = new Decimal(1).minus(cold).minus(prewarmed);
  return [...startPart(mix, "cold", cold), ...startPart(mix, "prewarmed", prewarmed), ...startPart(mix, "warm", warm)];
}

function startPart(mix: UsageMix, start: Start, share: Decimal): UsageMix {
  if (share.isZero()) return [];
  const measured = mix.filter(({ usage }) => usage.start === start);
  const notCold = mix.filter(({ usage }) => usage.start !== "cold");
  const stand = [measured, notCold, mix].find((calls) => calls.length > 0) ?? [];
  const whole = stand.reduce((sum, call) => sum.plus(call.share), ZERO);
  return stand.map(({ usage, share: own }) => ({ usage: { ...usage, start }, share: own.div(whole).times(share) }));
}

/** The same mix with responses of another size. */
export function withResponseBytes(mix: UsageMix, egressBytes: number): UsageMix {
  return mix.map(({ usage, share }) => ({ usage: { ...usage, egressBytes }, share }));
}

/** The mean over all requests of one measured quantity. */
export function meanOf(mix: UsageMix, read: (usage: CallUsage) => number): Decimal {
  return mix.reduce((sum, { usage, share }) => sum.plus(share.times(read(usage))), ZERO);
}

/** The share of requests that start cold. */
export function coldShare(mix: UsageMix): Decimal {
  return mix.reduce((sum, { usage, share }) => (usage.start === "cold" ? sum.plus(share) : sum), ZERO);
}

/** The mix as traffic of a month. */
export function trafficOf(mix: UsageMix, requests: Decimal): { usage: CallUsage; requests: Decimal }[] {
  return mix.map(({ usage, share }) => ({ usage, requests: requests.times(share) }));
}
