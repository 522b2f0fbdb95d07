import type { Start } from "../model";
import { STARTS } from "../model";
import type { Pricing } from "./advice";
import type { Baseline } from "./baselines";
import { serverMonthUsd } from "./baselines";
import { billCall } from "./bill-call";
import { Decimal, ZERO } from "./decimal";
import { priceListName } from "./price-list";
import { AVERAGE_MONTH_SECONDS } from "./traffic";
import type { CallUsage } from "./usage";

/** What calls cost on one platform, by how they start: means over the measured calls, exact US dollars. */
export interface StartPrices {
  /** As `--platform` takes it. */
  readonly platform: string;
  readonly title: string;
  readonly usd: Readonly<Record<Start, Decimal>>;
}

/**
 * Bills every measured call (of each start one at least), and takes the means: what a platform rounds up for each call is rounded up
 * before the mean.
 */
export function startPrices(calls: readonly CallUsage[], { lists, calibrationOf }: Pricing): readonly StartPrices[] {
  return lists.map((list) => {
    const calibration = calibrationOf(list.platform);
    const mean = (start: Start): Decimal => {
      const bills = calls
        .filter((call) => call.start === start)
        .map((call) => billCall(call, list, { calibration }).usd);
      return bills.length === 0 ? ZERO : bills.reduce((sum, usd) => sum.plus(usd), ZERO).div(bills.length);
    };
    const usd = Object.fromEntries(STARTS.map((start) => [start, mean(start)])) as Record<Start, Decimal>;
    return { platform: priceListName(list), title: list.title, usd };
  });
}

/** What one call costs on average where calls start so: shares of each start, not negative and not all 0. */
export function mixedUsd({ usd }: StartPrices, shares: Readonly<Record<Start, number>>): Decimal {
  const whole = STARTS.reduce((sum, start) => sum + shares[start], 0);
  return STARTS.reduce((sum, start) => sum.plus(usd[start].times(shares[start]).div(whole)), ZERO);
}

/** What memory costs for a month of 730 hours, as so large a part of this server. */
export function memoryMonthUsd(bytes: number, baseline: Baseline): Decimal {
  const serverBytes = new Decimal(baseline.memoryMb).times(1024 * 1024);
  return serverMonthUsd(baseline, AVERAGE_MONTH_SECONDS).times(bytes).div(serverBytes);
}
