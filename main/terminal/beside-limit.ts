import { Decimal, grouped } from "../../runtime/cost";
import { formatDuration, formatUsd } from "../../runtime/model";

/** Cents, then as many decimals as it takes. */
const LEAST_DECIMALS = 2;

/** An amount, rounded no further than it can be seen on which side of the limit it is. Exact US dollars as text. */
export function usdBeside(found: string, limit: string): string {
  const exact = new Decimal(found);
  const side = exact.comparedTo(limit);
  const short = formatUsd(found);
  if (new Decimal(short.replace(/[$,]/g, "")).comparedTo(limit) === side) return short;
  for (let decimals = LEAST_DECIMALS; decimals < exact.decimalPlaces(); decimals++) {
    const rounded = exact.toDecimalPlaces(decimals);
    if (rounded.comparedTo(limit) === side) return `$${grouped(rounded.toFixed(decimals))}`;
  }
  return `$${grouped(exact.toFixed())}`;
}

/** The same of a time, in the limit's unit from a second on. Milliseconds, in whole microseconds. */
export function msBeside(found: number, limit: number): string {
  const digits = found >= 100 ? Math.round(found) : Number(found.toPrecision(3));
  const hides = Math.sign(digits - limit) !== Math.sign(found - limit) || found >= 1000;
  return hides ? `${grouped(String(found))} ms` : formatDuration(found * 1000);
}
