import { Decimal as DecimalJs } from "decimal.js";

/**
 * Exact decimals for money and quantities. A hundred significant digits hold any product of a price and a month's usage
 * whole; only a price per hour (divided by 3,600,000 milliseconds) does not end, and is cut far below what is shown.
 */
export const Decimal = DecimalJs.clone({
  precision: 100,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Decimal = DecimalJs;

/**
 * Decimals of a dollar that a bill keeps. Every product of a listed price and a usage in whole microseconds and bytes ends
 * before them, so its amount is exact; what does not end (a third of something per hour) is rounded half to even here. All
 * amounts being whole multiples of this step, lines add up to their total exactly.
 */
const AMOUNT_DECIMALS = 30;

export const ZERO = new Decimal(0);

/** To the bill's step; the same object where it is on the step already. */
export function toAmount(value: Decimal): Decimal {
  return value.decimalPlaces() > AMOUNT_DECIMALS ? value.toDecimalPlaces(AMOUNT_DECIMALS) : value;
}

/** Plain notation, no exponent, no zeros at the end: `0.0000026`. */
export function decimalText(value: Decimal): string {
  return toAmount(value).toFixed();
}

const MILLION = 1_000_000;

/** What a million calls cost of which one costs `usd`: exact text. */
export function perMillion(usd: string | Decimal): string {
  return decimalText(new Decimal(usd).times(MILLION));
}
