import { Decimal, decimalText } from "./decimal";
import { measuresOf } from "./measures";
import type { Measure } from "./measures";
import { provenanceOf } from "./price-list";
import type { Meter, PriceList, Provenance } from "./price-list";
import { unitSize } from "./quantity";

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
}

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
      usd: unitPrice.dividedBy(size),
      unitPrice: decimalText(unitPrice),
      source: provenanceOf(rung),
    };
  });
  const [first, ...rest] = rates;
  if (first === undefined) throw new Error(`the meter ${meter.id} has no price`);
  const takes = measuresOf(meter, list);
  const unit = new Decimal(1).dividedBy(size);
  return { meter, takes, estimated: takes.includes("cpu"), unit, rates: [first, ...rest] };
}
