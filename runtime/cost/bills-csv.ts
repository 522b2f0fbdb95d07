import { csvLine } from "../model";
import type { Bill } from "./bill";

/** A bill, and the call that it is of: its id or its number; null for a month of many. */
export interface BillOfCall {
  readonly call: string | number | null;
  readonly bill: Bill;
}

const COLUMNS = [
  "call",
  "platform",
  "region",
  "priceList",
  "item",
  "quantity",
  "unit",
  "unitPrice",
  "usd",
  "billUsd",
  "takes",
  "estimated",
  "calibrationFactor",
  "confidence",
  "readOn",
  "source",
];

/** A row for each line of each bill, in US dollars and exact. RFC 4180. */
export function billsCsv(bills: readonly BillOfCall[]): string {
  const rows = bills.flatMap(({ call, bill }) =>
    bill.lines.map(({ item, quantity, unit, unitPrice, usd, takes, estimated, source }) => [
      ...[call, bill.platform, bill.region, bill.priceList],
      ...[item, quantity, unit, unitPrice, usd, bill.usd, takes.join(" ")],
      ...[estimated ? "yes" : "no", estimated ? (bill.calibration?.factor ?? null) : null],
      ...[source.confidence, source.readOn, source.source],
    ]),
  );
  return [COLUMNS, ...rows].map(csvLine).join("");
}
