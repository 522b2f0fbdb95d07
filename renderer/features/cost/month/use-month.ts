import { useMemo } from "react";
import type { PricingReport } from "../../../../preload/contract";
import { BASELINES, peakFactor, projectMonth, shapedMonth, TRAFFIC_SHAPES } from "../../../../runtime/cost";
import type {
  Decimal,
  MonthProjection,
  MonthTraffic,
  PriceList,
  ProjectionOptions,
  UsageMix,
} from "../../../../runtime/cost";
import { calibrationOf } from "../pricing-model";
import type { Calls } from "./calls-model";
import type { MonthChoice } from "./choice-model";
import { chosenMix } from "./choice-model";
import { useMonthStore } from "./month-store";

/** One month of calls, as the fields say. */
export interface Month {
  readonly choice: MonthChoice;
  readonly mix: UsageMix;
  readonly traffic: MonthTraffic;
  /** How many times its mean the busiest rate is, at any rate. */
  readonly peak: Decimal;
  readonly options: ProjectionOptions;
}

/** Each part changes only with what it is made of: dragging one slider reckons no more than has to be. */
export function useMonth(calls: Calls, pricing: PricingReport): Month {
  const choice = useMonthStore((state) => state.choice);
  const { rps, coldShare, responseBytes, shape, utilisation, freeTier } = choice;
  const mix = useMemo(() => chosenMix(calls.mix, { coldShare, responseBytes }), [calls.mix, coldShare, responseBytes]);
  const traffic = useMemo(() => shapedMonth(rps, TRAFFIC_SHAPES[shape]), [rps, shape]);
  const peak = useMemo(() => peakFactor(TRAFFIC_SHAPES[shape]), [shape]);
  const options = useMemo(
    () => ({ freeTier, utilisation, calibrationOf: (platform: string) => calibrationOf(pricing, platform) }),
    [freeTier, utilisation, pricing],
  );
  return { choice, mix, traffic, peak, options };
}

/** The month's bills on these platforms, and on every kind of server. */
export function useProjection({ traffic, mix, options }: Month, lists: readonly PriceList[]): MonthProjection {
  return useMemo(() => projectMonth(traffic, mix, lists, BASELINES, options), [traffic, mix, lists, options]);
}
