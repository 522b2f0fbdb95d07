import { decimalText, perMillion } from "../../runtime/cost";
import { formatBytes, formatDuration, formatInteger, formatShare, formatUsd, STARTS } from "../../runtime/model";
import type { PoolOptions, Profile } from "../../runtime/model";
import { summarize } from "../../runtime/profile";
import { ASSUMPTIONS } from "../../runtime/simulation";
import type { FigureDifference, RunFigure, SettingResult } from "../../runtime/simulation";
import type { WhatIfReport } from "../workbench/what-if/what-if";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

/** How each figure is told, in this order. */
const FIGURES: readonly (readonly [RunFigure, string, (value: number) => string])[] = [
  ["coldShare", "cold", shareText],
  ["prewarmedShare", "prewarmed", shareText],
  ["warmShare", "warm", shareText],
  ["failedShare", "rejected or timed out", shareText],
  ["p50Us", "latency p50", formatDuration],
  ["p90Us", "latency p90", formatDuration],
  ["p99Us", "latency p99", formatDuration],
  ["waitedP50Us", "wait for a sandbox p50", formatDuration],
  ["waitedP99Us", "wait for a sandbox p99", formatDuration],
  ["meanBytes", "memory held", formatBytes],
  ["peakBytes", "memory at most", formatBytes],
  ["sandboxSeconds", "sandbox-seconds", (value) => formatInteger(value)],
  ["peakSandboxes", "sandboxes at most", (value) => value.toFixed(1)],
  ["spawns", "threads started", (value) => value.toFixed(1)],
];

/** The settings first, then every figure of each with what differs, then what it costs. */
export function printWhatIf(terminal: Terminal, report: WhatIfReport): void {
  const { request, results } = report;
  const { bold, dim } = terminal.colors;
  for (const profile of request.profiles)
    terminal.print(`${bold(visible(profile.functionName))} · ${startsText(profile)}`);
  const calls = results[0]?.result.runs.reduce((sum, run) => sum + run.calls.length, 0) ?? 0;
  terminal.print(
    dim(
      `${visible(request.traffic.text)}; simulated ${request.repetitions} times, ${formatInteger(calls)} calls of each setting\n`,
    ),
  );
  terminal.print(settingLines(request.settings).join("\n"));
  terminal.print("");
  printFigures(
    terminal,
    results.map(({ result }) => result),
  );
  printCosts(terminal, report);
  terminal.print(dim(`\nEstimates. ${ASSUMPTIONS.join(" ")}`));
}

function startsText(profile: Profile): string {
  return summarize(profile)
    .filter(({ start }) => STARTS.includes(start))
    .map(({ start, wall }) => `${start} ${wall === null ? "–" : `${formatDuration(wall.p50)} (n = ${wall.n})`}`)
    .join(", ");
}

function settingLines(settings: readonly PoolOptions[]): string[] {
  const [first] = settings;
  return settings.map((options, index) => {
    const shown = Object.entries(options).filter(
      ([name, value]) => index === 0 || value !== first?.[name as keyof PoolOptions],
    );
    const text = shown.map(([name, value]) => `${name}=${value}`).join(" ");
    return `${nameOf(index)}: ${text === "" ? "the same" : text}`;
  });
}

/** What the first setting is called, and the others by their place. */
function nameOf(index: number): string {
  return index === 0 ? "now" : `#${index}`;
}

function printFigures(terminal: Terminal, results: readonly SettingResult[]): void {
  const header = ["", ...results.flatMap((_, index) => (index === 0 ? [nameOf(0)] : [nameOf(index), "against now"]))];
  const rows = FIGURES.map(([name, label, format]) => [
    label,
    ...results.flatMap(({ figures, differences }) => {
      const figure = figures[name];
      const text = figure === null ? "–" : format(figure.mean);
      return differences === null ? [text] : [text, differenceText(differences[name], format)];
    }),
  ]);
  printTable(
    terminal,
    header,
    rows,
    header.map((_, column) => (column === 0 ? "left" : "right")),
  );
}

/** `lower by 3.10 ms (2.00 to 4.20 ms)`: the 95 % interval. */
function differenceText(difference: FigureDifference | null, format: (value: number) => string): string {
  if (difference === null) return "–";
  const { verdict, mean, low, high } = difference;
  if (verdict === "no difference") return verdict;
  const ends = [Math.abs(low), Math.abs(high)].sort((one, other) => one - other).map(format);
  return `${verdict} by ${format(Math.abs(mean))} (${ends.join(" to ")})`;
}

function printCosts(terminal: Terminal, { results }: WhatIfReport): void {
  terminal.print("");
  const header = ["USD per million calls", ...results.map((_, index) => nameOf(index))];
  const platforms = results[0]?.cost.platforms ?? [];
  const rows = platforms.map(({ title }, row) => [
    title,
    ...results.map(({ cost }) => {
      const usd = cost.platforms[row]?.usd ?? null;
      return usd === null ? "–" : formatUsd(perMillion(usd));
    }),
  ]);
  const memory = [
    "memory held, a month",
    ...results.map(({ cost }) => `${formatUsd(decimalText(cost.memoryMonthUsd))} of ${cost.baseline.title}`),
  ];
  printTable(
    terminal,
    header,
    [...rows, memory],
    header.map((_, column) => (column === 0 ? "left" : "right")),
  );
}

function shareText(share: number): string {
  return formatShare(share, 1);
}
