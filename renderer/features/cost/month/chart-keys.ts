import { Decimal } from "../../../../runtime/cost";
import type { Decades } from "./axis-model";
import { rateAt, shareOf } from "./axis-model";
import type { BreakEvenPoint } from "./line-model";

/** Steps of an arrow key in a decade: the next round rate to three digits is always another one. */
const STEPS_A_DECADE = 20;

/** The rate that a key leads to from `rps`; null: the key means nothing here. */
export function rateOfKey(
  key: string,
  rps: Decimal,
  points: readonly BreakEvenPoint[],
  rates: Decades,
): Decimal | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return stepped(rps, 1, rates);
    case "ArrowLeft":
    case "ArrowDown":
      return stepped(rps, -1, rates);
    case "PageUp":
      return ascending(points).find((rate) => rate.gt(rps)) ?? rps;
    case "PageDown":
      return ascending(points).findLast((rate) => rate.lt(rps)) ?? rps;
    case "Home":
      return new Decimal(10).pow(rates.low);
    case "End":
      return new Decimal(10).pow(rates.high);
    default:
      return null;
  }
}

function stepped(rps: Decimal, steps: number, rates: Decades): Decimal {
  const step = 1 / ((rates.high - rates.low) * STEPS_A_DECADE);
  return rateAt(shareOf(rps.toNumber(), rates) + steps * step, rates);
}

function ascending(points: readonly BreakEvenPoint[]): Decimal[] {
  return points.map(({ rps }) => rps).sort((a, b) => a.cmp(b));
}
