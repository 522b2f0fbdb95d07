import { formatBytes, formatCount, formatDuration } from "../../runtime/model";
import type { Profile } from "../../runtime/model";
import { driftTexts, summarize } from "../../runtime/profile";
import type { Outlier, StartSummary } from "../../runtime/profile";
import { printDeferrals } from "./print-deferrals";
import { printStrategies } from "./print-strategies";
import { printTopLevel } from "./print-top-level";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

const SHOWN_OUTLIERS = 5;

/** Distributions first, then where the time of each start goes, then what was unusual. */
export function printProfile(terminal: Terminal, profile: Profile): void {
  const { functionName, bytes, runs, machine } = profile;
  const { bold, dim } = terminal.colors;
  const summaries = summarize(profile);
  terminal.print(
    `${bold(functionName)} · ${formatBytes(bytes)} · ${formatCount(runs, "start")} of each kind, interleaved`,
  );
  terminal.print(dim(`${machine.cpu}, ${formatCount(machine.cores, "core")} · Node ${machine.node}\n`));
  printDistributions(terminal, summaries);
  printSpans(terminal, summaries);
  printStrategies(terminal, profile);
  if (profile.topLevel !== null) printTopLevel(terminal, profile.topLevel);
  printDeferrals(terminal, profile);
  printOutliers(terminal, summaries);
}

function printDistributions(terminal: Terminal, summaries: readonly StartSummary[]): void {
  const header = ["start", "n", "p50", "95 % between", "p90", "p99", "min", "max", "first"];
  const rows = summaries.map(({ start, wall, p50Ci95, firstUs }) => {
    const first = firstUs === null ? "–" : formatDuration(firstUs);
    if (wall === null) return [start, "0", "–", "–", "–", "–", "–", "–", first];
    const between = p50Ci95 === null ? "too few" : p50Ci95.map(formatDuration).join(" and ");
    const [p50 = "", p90 = "", p99 = "", min = "", max = ""] = [wall.p50, wall.p90, wall.p99, wall.min, wall.max].map(
      formatDuration,
    );
    return [start, String(wall.n), p50, between, p90, p99, min, max, first];
  });
  printTable(terminal, header, rows, ["left", ...header.slice(1).map(() => "right" as const)]);
  for (const text of driftTexts(summaries)) terminal.print(terminal.colors.dim(text));
}

/** Medians of the parts: they need not add up to the whole's. */
function printSpans(terminal: Terminal, summaries: readonly StartSummary[]): void {
  const measured = summaries.filter(({ wall }) => wall !== null);
  if (measured.length === 0) return;
  const names = [...new Set(measured.flatMap(({ spans }) => spans.map(({ name }) => name)))];
  const rows = names.map((name) => [
    visible(name),
    ...measured.map(({ spans }) => {
      const span = spans.find((candidate) => candidate.name === name);
      return span === undefined ? "" : formatDuration(span.percentiles.p50);
    }),
  ]);
  terminal.print("");
  const header = ["span, median", ...measured.map(({ start }) => start)];
  printTable(terminal, header, rows, ["left", ...measured.map(() => "right" as const)]);
}

function printOutliers(terminal: Terminal, summaries: readonly StartSummary[]): void {
  const all = summaries.flatMap(({ outliers }) => outliers);
  if (all.length === 0) return;
  terminal.print(`\n${formatCount(all.length, "outlier")}, far above the other starts of the kind:`);
  for (const outlier of all.slice(0, SHOWN_OUTLIERS)) terminal.print(outlierText(outlier));
  if (all.length > SHOWN_OUTLIERS) terminal.print(terminal.colors.dim(`and ${all.length - SHOWN_OUTLIERS} more`));
}

function outlierText({ sample, span, causes }: Outlier): string {
  const grown = span === null ? [] : [`${visible(span.name)} ${formatDuration(span.beyondUs)} above its median`];
  const why = causes.length === 0 ? ["nothing of the process's own explains it"] : causes;
  return `${sample.start} ${formatDuration(sample.wallUs)} in round ${sample.round}: ${[...grown, ...why].join("; ")}`;
}
