import { caseStudyText } from "../../runtime/cost";
import type { ArchitectureRow } from "../../runtime/cost";
import { formatDuration, formatUsd } from "../../runtime/model";
import type { ProjectionReport } from "../workbench/cost/projection";
import { printTable } from "./table";
import type { Terminal } from "./terminal";

/** The reference model's architectures with this month in them, and its case studies. */
export function printArchitectures(terminal: Terminal, { architectures, caseStudies, months }: ProjectionReport): void {
  const month = months.length === 1 ? "this month" : "the fullest month";
  const header = ["reference model", "start", "scaling", "billing", "operations", "regions", month];
  const rows = architectures.map((row) => [
    row.title,
    startText(row),
    row.scaling,
    row.billing,
    row.operations,
    row.regions,
    row.month === null ? "no price known" : `${formatUsd(row.month.usd)} (${row.month.title})`,
  ]);
  terminal.print("");
  printTable(
    terminal,
    header,
    rows,
    header.map(() => "left"),
  );
  terminal.print(`\n${terminal.colors.dim("its case studies, computed")}`);
  for (const { saving, reckoning } of caseStudies.map(caseStudyText)) terminal.print(`${saving}\n  ${reckoning}`);
}

function startText({ startMs, measuredStart }: ArchitectureRow): string {
  const quoted = formatDuration(startMs * 1000);
  if (measuredStart === null) return quoted;
  return `${quoted}; yours ${formatDuration(measuredStart.ms * 1000)}, ${measuredStart.start}`;
}
