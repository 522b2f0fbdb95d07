import { calibrationText, perMillion } from "../../../../runtime/cost";
import { csvLine } from "../../../../runtime/model";
import type { Invocation } from "../../../../runtime/model";
import { formatDuration } from "../../../ui/format";
import { provenanceText } from "../provenance-model";
import type { PlatformBill } from "./bill-model";

const COLUMNS = [
  "invocation",
  "platform",
  "region",
  "price_list",
  "item",
  "quantity",
  "unit",
  "unit_price_usd",
  "usd",
  "usd_per_million_calls",
  "takes",
  "estimated",
  "calibration",
  "source",
  "read_on",
  "confidence",
];

/** A row for each line of each bill, and one for each sum. Exact decimals. RFC 4180. */
export function billsCsv({ id }: Invocation, bills: readonly PlatformBill[]): string {
  const rows = bills.flatMap(({ bill, rows: lines, confidence }) => {
    const head = [id, bill.platform, bill.region, bill.priceList];
    const sum = [...head, "total", null, null, null, bill.usd, perMillion(bill.usd)];
    return [
      ...lines.map(({ line, usdPerMillion, takes }) => [
        ...[...head, line.item, line.quantity, line.unit, line.unitPrice, line.usd, usdPerMillion, takes],
        ...[line.estimated ? "this machine's CPU time" : null, calibrationCell(bill.calibration, line.estimated)],
        ...[line.source.source, line.source.readOn, line.source.confidence],
      ]),
      [...sum, null, null, null, null, null, confidence],
    ];
  });
  return [COLUMNS, ...rows].map(csvLine).join("");
}

/** For a message to a colleague: every line as its formula, exact. */
export function billsText({ functionName, id, start, usage }: Invocation, bills: readonly PlatformBill[]): string {
  const head = `One call of ${functionName}: ${start ?? "no start"}, ${formatDuration(usage.executionUs)} on this machine (${id})`;
  return [head, ...bills.map(platformText)].join("\n\n");
}

function platformText({ title, bill, usdPerMillion, rows }: PlatformBill): string {
  return [
    `${title} (${bill.priceList}): $${usdPerMillion} per million calls`,
    ...rows.flatMap(({ line }) => [
      `  ${line.item}: ${line.formula ?? `${line.quantity} ${line.unit}`} = $${line.usd}`,
      `    ${provenanceText(line.source)}`,
    ]),
    `  Sum: $${bill.usd}`,
    ...bill.warnings.map((warning) => `  Would not run there: ${warning}`),
    ...(rows.some(({ line }) => line.estimated) ? [`  ${estimateText(bill.calibration)}`] : []),
  ].join("\n");
}

type CalibrationOf = PlatformBill["bill"]["calibration"];

/** What is to be known of CPU time that was measured here. */
export function estimateText(calibration: CalibrationOf): string {
  return calibration === null
    ? "CPU time is this machine's: an estimate of the platform's"
    : `CPU time is this machine's, ${calibrationText(calibration)} (95 %)`;
}

function calibrationCell(calibration: CalibrationOf, isEstimated: boolean): string | null {
  return isEstimated && calibration !== null ? calibrationText(calibration) : null;
}
