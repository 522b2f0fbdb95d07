import type { Bill, BillLine, BillOptions } from "./bill";
import { calibratedUsage, calibrationNote, calibrationOfLines } from "./calibration";
import { decimalText, ZERO } from "./decimal";
import type { Decimal } from "./decimal";
import { callFormula } from "./explain";
import { limitWarnings } from "./limits";
import { priceListId } from "./price-list";
import type { Meter, PriceList } from "./price-list";
import { applies, rawQuantity } from "./quantity";
import { priced, ratesOf } from "./rates";
import type { CallUsage } from "./usage";

/**
 * What one more call costs: each meter at its first price, without monthly fees, free tiers and included usage, which belong
 * to a month and not to a call.
 */
export function billCall(measured: CallUsage, list: PriceList, options: BillOptions = {}): Bill {
  const usage = calibratedUsage(measured, options.calibration ?? null);
  const lines: BillLine[] = [];
  // The first line is not added to zero: that would make its digits anew, for each bill.
  let total: Decimal | null = null;
  for (const rates of ratesOf(list)) {
    const { meter } = rates;
    if (!counted(meter, options) || !applies(meter, list, usage)) continue;
    const { usd, quantity, amount } = priced(rates, rawQuantity(meter, list, usage));
    total = total === null ? usd : total.plus(usd);
    lines.push({
      meter: meter.id,
      item: meter.item,
      quantity,
      unit: meter.unit,
      unitPrice: rates.rates[0].unitPrice,
      usd: amount,
      takes: rates.takes,
      estimated: rates.estimated,
      source: rates.rates[0].source,
      formula:
        options.explain === true ? callFormula(meter, list, usage, quantity) + calibrationNote(rates, options) : null,
    });
  }
  return {
    platform: list.platform,
    region: list.region,
    priceList: priceListId(list),
    usd: decimalText(total ?? ZERO),
    lines,
    calibration: calibrationOfLines(lines, options.calibration),
    warnings: limitWarnings(list, usage),
    notes: list.notes,
  };
}

/** Whether a meter is on the bill: an optional one, where it is asked for. */
export function counted(meter: Meter, { extras = [] }: BillOptions): boolean {
  return meter.optional !== true || extras.includes(meter.id);
}
