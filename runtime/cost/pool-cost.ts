import type { Start } from "../model";
import { STARTS } from "../model";
import type { Pricing } from "./advice";
import type { Baseline } from "./baselines";
import { BASELINES, serverMonthUsd } from "./baselines";
import { billCall } from "./bill-call";
import { Decimal, ZERO } from "./decimal";
import { fullTitle, priceListName } from "./price-list";
import { AVERAGE_MONTH_SECONDS } from "./traffic";
import type { CallUsage } from "./usage";

const BYTES_PER_MB = 1024 * 1024;

/** What calls cost on one platform, by how they start: means over the measured calls, exact US dollars. */
export interface StartPrices {
  /** As `--platform` takes it. */
  readonly platform: string;
  /** With its region. */
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
    return { platform: priceListName(list), title: fullTitle(list), usd };
  });
}

/** What one call costs on average where calls start so: shares of each start, not negative and not all 0. */
export function mixedUsd({ usd }: StartPrices, shares: Readonly<Record<Start, number>>): Decimal {
  const whole = STARTS.reduce((sum, start) => sum + shares[start], 0);
  return STARTS.reduce((sum, start) => sum.plus(usd[start].times(shares[start]).div(whole)), ZERO);
}

/** The server whose memory costs least, of those that hold so much; the one with the most where none does. */
function cheapestMemory(bytes: number, baselines: readonly Baseline[] = BASELINES): Baseline {
  const largest = baselines.reduce((most, one) => (one.memoryMb > most.memoryMb ? one : most));
  const fitting = baselines.filter(({ memoryMb }) => memoryMb * BYTES_PER_MB >= bytes);
  return fitting.reduce(
    (best, one) => (memoryMonthUsd(BYTES_PER_MB, one).lt(memoryMonthUsd(BYTES_PER_MB, best)) ? one : best),
    fitting[0] ?? largest,
  );
}

/** What memory costs for a month of 730 hours, as so large a part of this server. */
export function memoryMonthUsd(bytes: number, baseline: Baseline): Decimal {
  const serverBytes = new Decimal(baseline.memoryMb).times(BYTES_PER_MB);
  return serverMonthUsd(baseline, AVERAGE_MONTH_SECONDS).times(bytes).div(serverBytes);
}

/** What a pool was found to do. */
export interface PoolUse {
  /** Shares of the calls; what is missing to 1 was not answered. */
  readonly shares: Readonly<Record<Start, number>>;
  readonly meanBytes: number;
  readonly peakBytes: number;
}

/** What that costs: the calls, on platforms that start them as the pool did, and the pool's own memory. */
export interface PoolCost {
  readonly platforms: readonly {
    readonly platform: string;
    readonly title: string;
    /** Of one call on average; null where none was answered. */
    readonly usd: Decimal | null;
  }[];
  readonly baseline: Baseline;
  /** The memory held on average, for a month of 730 hours. */
  readonly memoryMonthUsd: Decimal;
}

/** `baseline`: whose memory the pool's is a part of; null: the server's that holds the peak and whose memory is cheapest. */
export function poolCost(
  { shares, meanBytes, peakBytes }: PoolUse,
  prices: readonly StartPrices[],
  baseline: Baseline | null,
): PoolCost {
  const isAnswered = STARTS.some((start) => shares[start] > 0);
  const server = baseline ?? cheapestMemory(peakBytes);
  return {
    platforms: prices.map((price) => ({
      platform: price.platform,
      title: price.title,
      usd: isAnswered ? mixedUsd(price, shares) : null,
    })),
    baseline: server,
    memoryMonthUsd: memoryMonthUsd(meanBytes, server),
  };
}
