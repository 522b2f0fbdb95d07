import { BASELINES, peakOf } from "./baselines";
import type { Baseline } from "./baselines";
import { breakEven } from "./break-even";
import type { BreakEven, FleetOptions } from "./break-even";
import { Decimal, ZERO } from "./decimal";
import { fitsMemory, fleetOf, projectMonth } from "./month";
import type { MonthProjection, PlatformOptions, ProjectionOptions } from "./month";
import { monthPieces, pricesEgress } from "./month-pieces";
import type { PriceList } from "./price-list";
import { priceListName } from "./price-list";
import type { MonthTraffic } from "./traffic";
import type { UsageMix } from "./usage-mix";

/** What traffic costs everywhere, month by month, and where servers would cost the same. */
export interface Projection {
  readonly months: readonly MonthProjection[];
  readonly breakEvens: readonly PlatformBreakEvens[];
  /** How many times its mean the traffic's busiest rate is, over all months: what the break-even rates keep. */
  readonly peak: Decimal;
}

/** One platform against every server. */
export interface PlatformBreakEvens {
  /** As `--platform` takes it: `aws-lambda`, `vercel-functions:sfo1`. */
  readonly platform: string;
  readonly title: string;
  /** Whether egress is counted: where the platform's list gives it a price (or says that it is free), on both sides; else on neither. */
  readonly egress: boolean;
  readonly rates: readonly ServerBreakEven[];
}

export interface ServerBreakEven {
  readonly baseline: string;
  /** Null when one call needs more memory than such a server has. */
  readonly breakEven: BreakEven | null;
}

/** Projects `mix` over each month of `traffic` (one at least). */
export function project(
  traffic: readonly MonthTraffic[],
  mix: UsageMix,
  lists: readonly PriceList[],
  options: ProjectionOptions,
  baselines: readonly Baseline[] = BASELINES,
): Projection {
  const peak = overallPeak(traffic);
  return {
    months: traffic.map((month) => projectMonth(month, mix, lists, baselines, options)),
    breakEvens: breakEvens(mix, lists, { ...options, peak }, baselines),
    peak,
  };
}

/** Every platform against every server, at any rate. */
export function breakEvens(
  mix: UsageMix,
  lists: readonly PriceList[],
  options: FleetOptions & PlatformOptions,
  baselines: readonly Baseline[] = BASELINES,
): PlatformBreakEvens[] {
  const fleets = baselines.map((baseline) => ({
    baseline: baseline.id,
    fits: fitsMemory(baseline, mix),
    withEgress: fleetOf(baseline, mix, options, true),
    without: fleetOf(baseline, mix, options, false),
  }));
  return lists.map((list) => {
    const pieces = monthPieces(list, mix, options);
    const egress = pricesEgress(list);
    const rates = fleets.map(({ baseline, fits, withEgress, without }) => ({
      baseline,
      breakEven: fits ? breakEven(pieces, egress ? withEgress : without) : null,
    }));
    return { platform: priceListName(list), title: list.title, egress, rates };
  });
}

function overallPeak(traffic: readonly MonthTraffic[]): Decimal {
  const [first] = traffic;
  if (traffic.length === 1 && first !== undefined) return peakOf(first);
  const requests = traffic.reduce((sum, month) => sum.plus(month.requests), ZERO);
  if (requests.isZero()) return new Decimal(1);
  const seconds = traffic.reduce((sum, month) => sum + month.knownSeconds, 0);
  return Decimal.max(...traffic.map(({ peakRps }) => peakRps)).div(requests.div(seconds));
}
