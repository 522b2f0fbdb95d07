import { calibrationText } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { formatDuration } from "../../../ui/format";
import { provenanceText } from "../provenance-model";
import type { PlatformBill } from "./bill-model";

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
