import { Decimal } from "../../../../runtime/cost";
import type { CostChart } from "./line-model";

/** Whole decades, as powers of ten. */
export interface Decades {
  readonly low: number;
  readonly high: number;
}

/** The slider's range. */
const RATES: Decades = { low: -2, high: 4 };
/** Further than this no axis goes: a picture of twenty decades shows nothing. */
const FURTHEST: Decades = { low: -6, high: 8 };
/** Below ten cents a month nothing is to be chosen between; what costs less, and nothing, lies on the axis. */
const LEAST_USD_DECADE = -1;

/** From 0.01 to 10,000 requests per second, and as far beyond as the current rate and the break-even points lie. */
export function rateDecades({ current, points }: Pick<CostChart, "current" | "points">): Decades {
  const rates = [current, ...points.map(({ rps }) => rps)].filter((rate) => rate.gt(0)).map((rate) => log10(rate));
  return {
    low: Math.max(FURTHEST.low, Math.min(RATES.low, ...rates.map(Math.floor))),
    high: Math.min(FURTHEST.high, Math.max(RATES.high, ...rates.map(Math.ceil))),
  };
}

/** From ten cents to above the dearest line. */
export function usdDecades({ lines }: Pick<CostChart, "lines">, rates: Decades): Decades {
  const most = Math.max(...lines.map(({ nearUsdAt }) => nearUsdAt(10 ** rates.high)));
  return { low: LEAST_USD_DECADE, high: Math.max(LEAST_USD_DECADE + 1, most > 0 ? Math.ceil(Math.log10(most)) : 0) };
}

/** 0 at the axis' low end, 1 at its high end; beyond them at the ends. */
export function shareOf(value: number, { low, high }: Decades): number {
  if (value <= 0) return 0;
  return Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low)));
}

const DIGITS = 3;

/** The rate at a share of the axis, to three significant digits. */
export function rateAt(share: number, { low, high }: Decades): Decimal {
  return new Decimal(10 ** (low + Math.min(1, Math.max(0, share)) * (high - low))).toSignificantDigits(DIGITS);
}

/** A decimal's logarithm, as a float. */
function log10(value: Decimal): number {
  return Math.log10(value.toNumber());
}
