import { csvLine } from "../../../runtime/model";
import type { BillReport } from "./bills";

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

/** A row for each line of each bill. `call`: an invocation's id, or a call's place in the usage file, from 0. RFC 4180. */
export function billsCsv({ subject, bills }: BillReport): string {
  const rows = bills.flatMap(({ call, bill }) => {
    const named = call === null ? null : (subject.calls[call]?.invocation?.id ?? call);
    return bill.lines.map(({ item, quantity, unit, unitPrice, usd, takes, estimated, source }) => [
      ...[named, bill.platform, bill.region, bill.priceList],
      ...[item, quantity, unit, unitPrice, usd, bill.usd, takes.join(" ")],
      ...[estimated ? "yes" : "no", estimated ? (bill.calibration?.factor ?? null) : null],
      ...[source.confidence, source.readOn, source.source],
    ]);
  });
  return [COLUMNS, ...rows].map(csvLine).join("");
}
