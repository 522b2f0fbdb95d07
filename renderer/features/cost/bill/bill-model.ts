import { billCall, Decimal, fullTitle, perMillion, priceListId, priceText } from "../../../../runtime/cost";
import type {
  Bill,
  BillLine,
  CallUsage,
  Confidence,
  Measure,
  Meter,
  PriceList,
  UnmeasuredField,
} from "../../../../runtime/cost";
import type { PricingReport } from "../../../../preload/contract";
import { formatBytes, formatDuration } from "../../../ui/format";
import { calibrationOf, chosenName, shortTitle } from "../pricing-model";
import { leastSure } from "../provenance-model";

/** One call's bill on one platform, ready to be shown. */
export interface PlatformBill {
  /** As the platform is chosen. */
  readonly name: string;
  readonly title: string;
  readonly shortTitle: string;
  /** `aws-lambda@2026-10`. */
  readonly priceList: string;
  readonly bill: Bill;
  readonly usdPerMillion: string;
  readonly rows: readonly BillRow[];
  /** Meters that are counted only when asked for. */
  readonly extras: readonly Extra[];
  /** Of the least sure of its prices. */
  readonly confidence: Confidence;
  /** The least that a million calls cost on a platform that would run it; of several the first. */
  readonly isCheapest: boolean;
}

export interface BillRow {
  readonly line: BillLine;
  /** As the price list has it: `$0.20 per 1,000,000 requests`. */
  readonly price: string;
  readonly usdPerMillion: string;
  /** What of the measured it takes, with the figures. */
  readonly takes: string;
}

export interface Extra {
  readonly id: string;
  readonly item: string;
  readonly price: string;
  readonly isCounted: boolean;
}

export const ORDERS = ["chosen", "cheapest"] as const;
export type Order = (typeof ORDERS)[number];

/** `extras`: which optional meters are counted, as `extraKey` names them. */
export function billsOf(
  usage: CallUsage,
  report: PricingReport,
  chosen: readonly PriceList[],
  extras: readonly string[],
): readonly PlatformBill[] {
  const bills = chosen.map((list) => billOn(usage, report, list, extras));
  const cheapest = cheapestOf(bills);
  return bills.map((bill) => ({ ...bill, isCheapest: bill === cheapest }));
}

/** Names one optional meter of one platform. */
export function extraKey(name: string, meter: string): string {
  return `${name}/${meter}`;
}

/** `cheapest`: ascending, with what would not run at the end; equal ones stay as they were chosen. */
export function ordered(bills: readonly PlatformBill[], order: Order): readonly PlatformBill[] {
  if (order === "chosen") return bills;
  return [...bills].sort((a, b) => Number(!runs(a)) - Number(!runs(b)) || compared(a, b));
}

/** Whether the platform would run the call as it is. */
export function runs({ bill }: Pick<PlatformBill, "bill">): boolean {
  return bill.warnings.length === 0;
}

function billOn(usage: CallUsage, report: PricingReport, list: PriceList, counted: readonly string[]): PlatformBill {
  const name = chosenName(list, report.lists);
  const optional = list.meters.filter((meter) => meter.optional === true);
  const isCounted = (meter: Meter): boolean => counted.includes(extraKey(name, meter.id));
  const bill = billCall(usage, list, {
    explain: true,
    extras: optional.filter(isCounted).map(({ id }) => id),
    calibration: calibrationOf(report, list.platform),
  });
  return {
    name,
    title: fullTitle(list),
    shortTitle: shortTitle(list),
    priceList: priceListId(list),
    bill,
    usdPerMillion: perMillion(bill.usd),
    rows: bill.lines.map((line) => ({
      line,
      price: priceOf(line, list),
      usdPerMillion: perMillion(line.usd),
      takes: line.takes.flatMap((measure) => measureText(measure, usage) ?? []).join(", "),
    })),
    extras: optional.map((meter) => ({
      id: meter.id,
      item: meter.item,
      price: firstPrice(meter),
      isCounted: isCounted(meter),
    })),
    confidence: leastSure(bill.lines.map(({ source }) => source.confidence)),
    isCheapest: false,
  };
}

function priceOf(line: BillLine, { meters }: PriceList): string {
  const meter = meters.find(({ id }) => id === line.meter);
  return meter === undefined ? `$${line.unitPrice} per ${line.unit}` : firstPrice(meter);
}

function firstPrice({ ladder, unit }: Meter): string {
  const [rung] = ladder;
  return rung === undefined ? "" : priceText(rung, unit);
}

const BYTES_PER_MB = 1024 * 1024;

/** A measure with this call's figure; null where it adds nothing. */
function measureText(measure: Measure, usage: CallUsage): string | null {
  switch (measure) {
    case "wall":
      return `wall time ${formatMs(usage.durationMs)}`;
    case "cpu":
      return `CPU time ${mostText(usage, "cpuMs", formatMs(usage.cpuMs))}`;
    case "init":
      return usage.start === "cold" ? `init ${formatMs(usage.initMs)}` : null;
    case "configured-memory":
      return `configured memory ${formatBytes(usage.memoryMb * BYTES_PER_MB)}`;
    case "observed-memory":
      return `observed memory ${mostText(usage, "observedMemoryMb", formatBytes(usage.observedMemoryMb * BYTES_PER_MB))}`;
    case "fixed-memory":
      return "the platform's fixed memory";
    case "ingress":
      return `${formatBytes(usage.ingressBytes)} in`;
    case "egress":
      return `${formatBytes(usage.egressBytes)} out`;
    case "requests":
      return "the request";
    case "month":
      return null;
  }
}

/** What nobody measured is billed for the most that it can have been, and says so. */
function mostText({ atMost = [] }: CallUsage, field: UnmeasuredField, figure: string): string {
  return atMost.includes(field) ? `at most ${figure} (not known)` : figure;
}

function formatMs(ms: number): string {
  return formatDuration(ms * 1000);
}

function cheapestOf(bills: readonly PlatformBill[]): PlatformBill | null {
  const running = bills.filter(runs);
  if (running.length < 2) return null;
  return running.reduce((least, bill) => (compared(bill, least) < 0 ? bill : least));
}

function compared(a: PlatformBill, b: PlatformBill): number {
  return new Decimal(a.bill.usd).comparedTo(b.bill.usd);
}
