import type { Bill, BillLine, MonthOptions, Traffic } from "./bill";
import { counted } from "./bill-call";
import { calibratedUsage, calibrationNote, calibrationOfLines } from "./calibration";
import { Decimal, decimalText, toAmount, ZERO } from "./decimal";
import { monthFormula } from "./explain";
import { slices } from "./ladder";
import { limitWarnings } from "./limits";
import { priceListId, provenanceOf } from "./price-list";
import type { Monthly, PriceList, Provenance } from "./price-list";
import { applies, rawQuantity, unitSize } from "./quantity";
import { ratesOf } from "./rates";
import type { MeterRates, Rate } from "./rates";

/** A line while its amount is still reckoned with. */
interface Charge {
  readonly line: BillLine;
  readonly usd: Decimal;
}

/**
 * What a month of calls costs: quantities added up over all calls, what the month includes or has free taken off, the rest
 * through the ladders, and the monthly fee or minimum.
 */
export function billMonth(measured: readonly Traffic[], list: PriceList, options: MonthOptions): Bill {
  const traffic = measured.map(({ usage, requests }) => ({
    usage: calibratedUsage(usage, options.calibration ?? null),
    requests,
  }));
  const left = allowances(list, options);
  const charges: Charge[] = [];
  for (const rates of ratesOf(list)) {
    const mine = counted(rates.meter, options) ? traffic.filter(({ usage }) => applies(rates.meter, list, usage)) : [];
    if (mine.length > 0) charges.push(...meterCharges(rates, list, mine, left, options));
  }
  const metered = total(charges);
  if (list.monthly !== undefined) charges.push(...monthlyCharges(list.monthly, metered, options));
  return {
    platform: list.platform,
    region: list.region,
    priceList: priceListId(list),
    usd: decimalText(total(charges)),
    lines: charges.map(({ line }) => line),
    calibration: calibrationOfLines(
      charges.map(({ line }) => line),
      options.calibration,
    ),
    warnings: [...new Set(traffic.flatMap(({ usage }) => limitWarnings(list, usage)))],
    notes: list.notes,
  };
}

function total(charges: readonly Charge[]): Decimal {
  return charges.reduce((sum, { usd }) => sum.plus(usd), ZERO);
}

/** What is left of each allowance, in the finest measure of the meters that share it. */
function allowances(list: PriceList, { freeTier }: MonthOptions): Map<string, Decimal> {
  const left = new Map<string, Decimal>();
  for (const { id, kind, quantity } of list.allowances) {
    const meter = list.meters.find(({ allowance }) => allowance === id);
    if (meter === undefined || (kind === "free" && !freeTier)) continue;
    left.set(id, new Decimal(quantity).times(unitSize(meter.quantity)));
  }
  return left;
}

function meterCharges(
  rates: MeterRates,
  list: PriceList,
  traffic: readonly Traffic[],
  left: Map<string, Decimal>,
  options: MonthOptions,
): readonly Charge[] {
  const { meter } = rates;
  const raw = traffic.reduce<Decimal>(
    (sum, { usage, requests }) => sum.plus(new Decimal(requests).times(rawQuantity(meter, list, usage))),
    ZERO,
  );
  const allowance = list.allowances.find(({ id }) => id === meter.allowance);
  const available = (allowance && left.get(allowance.id)) ?? ZERO;
  const free = Decimal.min(raw, available);
  const charges: Charge[] = [];
  const add = (item: string, part: Decimal, usd: Decimal, unitPrice: string, source: Provenance): void => {
    const quantity = decimalText(rates.unit.times(part));
    const whole = decimalText(rates.unit.times(raw));
    const formula =
      options.explain === true
        ? monthFormula(meter, list, traffic, { quantity, whole, unitPrice }) + calibrationNote(rates, options)
        : null;
    charges.push({
      usd,
      line: {
        meter: meter.id,
        item,
        quantity,
        unit: meter.unit,
        unitPrice,
        usd: decimalText(usd),
        takes: rates.takes,
        estimated: rates.estimated,
        source,
        formula,
      },
    });
  };
  if (allowance !== undefined && free.greaterThan(0)) {
    left.set(allowance.id, available.minus(free));
    add(`${meter.item}, ${allowance.kind}`, free, ZERO, "0", provenanceOf(allowance));
  }
  const charged = raw.minus(free);
  if (charged.isZero() && charges.length > 0) return charges;
  for (const slice of slices(charged, rates.rates)) {
    add(meter.item + rungName(slice.rate, rates), slice.raw, slice.usd, slice.rate.unitPrice, slice.rate.source);
  }
  return charges;
}

/** Which rung of a ladder a line is of; nothing where there is only one. */
function rungName(rate: Rate, { rates }: MeterRates): string {
  return rates.length === 1 ? "" : `, rung ${rates.indexOf(rate) + 1} of ${rates.length}`;
}

function monthlyCharges(monthly: Monthly, metered: Decimal, { explain = false }: MonthOptions): readonly Charge[] {
  const usd = new Decimal(monthly.usd);
  if (monthly.kind === "minimum") {
    const missing = Decimal.max(0, usd.minus(metered));
    const formula = `what is missing of $${monthly.usd} a month after $${decimalText(metered)} of usage`;
    return missing.isZero() ? [] : [monthCharge(monthly.item, missing, monthly, explain ? formula : null)];
  }
  const fee = monthCharge(monthly.item, usd, monthly, explain ? `$${monthly.usd} a month` : null);
  if (monthly.usageCreditUsd === undefined) return [fee];
  const credit = Decimal.min(metered, monthly.usageCreditUsd);
  const formula = `up to $${monthly.usageCreditUsd} of usage a month are paid with the fee`;
  return [fee, monthCharge("Included usage", credit.negated(), monthly, explain ? formula : null)];
}

function monthCharge(item: string, exact: Decimal, source: Provenance, formula: string | null): Charge {
  const usd = toAmount(exact);
  const text = decimalText(usd);
  const line: BillLine = {
    meter: null,
    item,
    quantity: "1",
    unit: "month",
    unitPrice: text,
    usd: text,
    takes: ["month"],
    estimated: false,
    source: provenanceOf(source),
    formula,
  };
  return { line, usd };
}
