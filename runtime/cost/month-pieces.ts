import { counted } from "./bill-call";
import { billMonth } from "./bill-month";
import { calibratedUsage } from "./calibration";
import type { CostPiece } from "./crossings";
import { Decimal, ZERO } from "./decimal";
import type { PlatformOptions } from "./month";
import type { Meter, PriceList } from "./price-list";
import { applies, rawQuantity, unitSize } from "./quantity";
import { trafficOf } from "./usage-mix";
import type { UsageMix } from "./usage-mix";

/** Kinks that are nearer than this, by proportion, are one kink, rounded twice. */
const SAME_KINK = new Decimal("1e-60");
/** Where a cost that has no further kink is measured a second time: as far as this beyond the last one. */
const BEYOND = 1e9;

/**
 * What a month on a platform costs, as a function of its number of requests: continuous, and straight between kinks. A kink is
 * where an allowance is used up, a ladder's next rung begins, or the metered usage reaches a monthly minimum or credit. The
 * values are `billMonth`'s own.
 */
export function monthPieces(list: PriceList, mix: UsageMix, options: PlatformOptions): CostPiece[] {
  const calibration = options.calibrationOf(list.platform);
  const { freeTier } = options;
  const cost = (of: PriceList) => (requests: Decimal) =>
    new Decimal(billMonth(trafficOf(mix, requests), of, { freeTier, calibration }).usd);
  const calibrated = mix.map(({ usage, share }) => ({ usage: calibratedUsage(usage, calibration), share }));
  const kinks = distinct([ZERO, ...meterKinks(list, calibrated, freeTier)]);
  const threshold = monthlyThreshold(list);
  const { monthly: _, ...metered } = list;
  const reached = threshold === null ? null : requestsFor(threshold, pieces(kinks, cost(metered)));
  return pieces(distinct(reached === null ? kinks : [...kinks, reached]), cost(list));
}

/** Whether a list gives the responses' bytes a price; 0 is one too. */
export function pricesEgress({ meters }: PriceList): boolean {
  return meters.some((meter) => meter.quantity.kind === "egress" && counted(meter, {}));
}

/** Metered dollars from which a month costs more than its fee or minimum; null where there is no such point. */
function monthlyThreshold({ monthly }: PriceList): Decimal | null {
  if (monthly === undefined) return null;
  const { kind, usd, usageCreditUsd } = monthly;
  if (kind === "minimum") return new Decimal(usd);
  return usageCreditUsd === undefined ? null : new Decimal(usageCreditUsd);
}

function meterKinks(list: PriceList, mix: UsageMix, freeTier: boolean): Decimal[] {
  /** What the meters before this one take of an allowance, for each request. */
  const drawn = new Map<string, Decimal>();
  return list.meters.flatMap((meter) => {
    const each = meanQuantity(meter, list, mix);
    if (each.isZero()) return [];
    const { allowance } = meter;
    const before = allowance === undefined ? ZERO : (drawn.get(allowance) ?? ZERO);
    if (allowance !== undefined) drawn.set(allowance, before.plus(each));
    return kinksOf(meter, each, before, allowanceOf(meter, list, freeTier));
  });
}

/** Numbers of requests at which a meter's price for one more changes. Quantities are in its finest measure. */
function kinksOf(meter: Meter, each: Decimal, before: Decimal, allowance: Decimal): Decimal[] {
  const both = each.plus(before);
  const begins = allowance.div(both);
  /** From here on the meters before this one have taken the whole allowance. */
  const taken = before.isZero() ? null : allowance.div(before);
  const rungs = meter.ladder.flatMap(({ upTo }) => {
    if (upTo === null) return [];
    const end = new Decimal(upTo).times(unitSize(meter.quantity));
    const within = end.plus(allowance).div(both);
    return [taken === null || within.lte(taken) ? within : end.div(each)];
  });
  return [begins, ...(taken === null ? [] : [taken]), ...rungs];
}

function allowanceOf(meter: Meter, list: PriceList, freeTier: boolean): Decimal {
  const found = list.allowances.find(({ id }) => id === meter.allowance);
  if (found === undefined || (found.kind === "free" && !freeTier)) return ZERO;
  return new Decimal(found.quantity).times(unitSize(meter.quantity));
}

function meanQuantity(meter: Meter, list: PriceList, mix: UsageMix): Decimal {
  if (!counted(meter, {})) return ZERO;
  return mix.reduce(
    (sum, { usage, share }) =>
      applies(meter, list, usage) ? sum.plus(share.times(rawQuantity(meter, list, usage))) : sum,
    ZERO,
  );
}

function pieces(kinks: readonly Decimal[], cost: (requests: Decimal) => Decimal): CostPiece[] {
  const values = kinks.map(cost);
  return kinks.map((from, index) => {
    const value = values[index] ?? ZERO;
    const next = kinks[index + 1] ?? from.plus(BEYOND);
    const rise = (values[index + 1] ?? cost(next)).minus(value);
    return { from, value, slope: rise.div(next.minus(from)) };
  });
}

/** The least number of requests at which a cost that never falls is `usd`, having been below; null when it never is. */
export function requestsFor(usd: Decimal, cost: readonly CostPiece[]): Decimal | null {
  const piece = cost.findLast(({ value }) => value.lt(usd));
  if (piece === undefined || piece.slope.isZero()) return null;
  return piece.from.plus(usd.minus(piece.value).div(piece.slope));
}

function distinct(kinks: readonly Decimal[]): Decimal[] {
  const sorted = kinks.toSorted((a, b) => a.cmp(b));
  return sorted.filter((kink, index) => {
    const before = sorted[index - 1];
    return before === undefined || kink.minus(before).gt(kink.times(SAME_KINK));
  });
}
