import { Decimal, decimalText, toAmount } from "./decimal";
import { measuresOf } from "./measures";
import type { Measure } from "./measures";
import { provenanceOf } from "./price-list";
import type { Meter, PriceList, Provenance } from "./price-list";
import { unitSize } from "./quantity";
import type { RawQuantity } from "./quantity";

/** A rung as it is reckoned with. */
export interface Rate {
  /** Where the rung ends, in the meter's finest measure. Null on the last. */
  readonly upTo: Decimal | null;
  /** US dollars for one of the finest measure. */
  readonly usd: Decimal;
  /** US dollars for one unit, as bills show it. */
  readonly unitPrice: string;
  readonly source: Provenance;
}

/** What reckoning with a meter needs, prepared once: no bill divides. */
export interface MeterRates {
  readonly meter: Meter;
  readonly takes: readonly Measure[];
  /** CPU time is measured on this machine: an estimate of the platform's. */
  readonly estimated: boolean;
  /** Units in one of the finest measure. */
  readonly unit: Decimal;
  readonly rates: readonly [Rate, ...Rate[]];
  /** One of the finest measure at the first price: every call's line of requests. */
  readonly one: PricedQuantity;
}

/** A quantity at a meter's first price. */
export interface PricedQuantity {
  readonly usd: Decimal;
  /** In units, and in US dollars: as bills show them. */
  readonly quantity: string;
  readonly amount: string;
}

/** What a quantity costs at the meter's first price. */
export function priced(rates: MeterRates, raw: RawQuantity): PricedQuantity {
  return raw === 1 ? rates.one : multiplied(rates.unit, rates.rates[0], raw);
}

function multiplied(unit: Decimal, rate: Rate, raw: RawQuantity): PricedQuantity {
  // Made a decimal once: each product would read the number's digits again.
  const count = typeof raw === "number" ? new Decimal(raw) : raw;
  const usd = toAmount(rate.usd.times(count));
  return { usd, quantity: decimalText(unit.times(count)), amount: usd.toFixed() };
}

/**
 * Digits of a factor that does not end. A year's bill of a billion dollars is then right to far below the step that bills are cut at,
 * and a factor is half as dear to multiply by as with all hundred.
 */
const FACTOR_DIGITS = 42;

const prepared = new WeakMap<PriceList, readonly MeterRates[]>();

/** The meters of a list with their rates. A list is never changed. */
export function ratesOf(list: PriceList): readonly MeterRates[] {
  const known = prepared.get(list);
  if (known !== undefined) return known;
  const made = list.meters.map((meter) => prepare(meter, list));
  prepared.set(list, made);
  return made;
}

function prepare(meter: Meter, list: PriceList): MeterRates {
  const size = unitSize(meter.quantity);
  const rates = meter.ladder.map((rung): Rate => {
    const { upTo, usd, per } = rung;
    const unitPrice = new Decimal(usd).dividedBy(per);
    return {
      upTo: upTo === null ? null : new Decimal(upTo).times(size),
      usd: unitPrice.dividedBy(size).toSignificantDigits(FACTOR_DIGITS),
      unitPrice: decimalText(unitPrice),
      source: provenanceOf(rung),
    };
  });
  const [first, ...rest] = rates;
  if (first === undefined) throw new Error(`the meter ${meter.id} has no price`);
  const takes = measuresOf(meter, list);
  const unit = new Decimal(1).dividedBy(size).toSignificantDigits(FACTOR_DIGITS);
  return {
    meter,
    takes,
    estimated: takes.includes("cpu"),
    unit,
    rates: [first, ...rest],
    one: multiplied(unit, first, 1),
  };
}
