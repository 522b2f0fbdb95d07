import { Decimal, grouped } from "../../../runtime/cost";

const DIGITS = 3;

/** An exact decimal to be read: three significant digits below a thousand, whole above, never in exponent notation. */
export function formatQuantity(text: string): string {
  const value = new Decimal(text);
  const shown = value.abs().greaterThanOrEqualTo(1000) ? value.toDecimalPlaces(0) : value.toSignificantDigits(DIGITS);
  return grouped(shown.toFixed());
}
