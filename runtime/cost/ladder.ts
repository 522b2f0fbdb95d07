import { Decimal, toAmount, ZERO } from "./decimal";
import type { Rate } from "./rates";

/** The part of a month's quantity that one rung prices. */
export interface Slice {
  readonly rate: Rate;
  /** Where the rung begins, in the meter's finest measure. */
  readonly from: Decimal;
  /** In the meter's finest measure. */
  readonly raw: Decimal;
  readonly usd: Decimal;
}

/** A quantity cut at the rungs of its ladder: each part at its own price, so that no step up makes what was before dearer. */
export function slices(raw: Decimal, rates: readonly [Rate, ...Rate[]]): readonly Slice[] {
  const found: Slice[] = [];
  let from: Decimal = ZERO;
  for (const rate of rates) {
    const part = (rate.upTo === null ? raw : Decimal.min(raw, rate.upTo)).minus(from);
    if (part.lessThanOrEqualTo(0) && found.length > 0) break;
    found.push({ rate, from, raw: part, usd: toAmount(rate.usd.times(part)) });
    if (rate.upTo === null) break;
    from = rate.upTo;
  }
  return found;
}
