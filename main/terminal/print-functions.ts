import { formatBytes, formatDuration, formatUsd } from "../../runtime/model";
import type { Start } from "../../runtime/model";
import { effectText, startsOf } from "../../runtime/profile";
import type { FunctionFigures, FunctionRow } from "../../runtime/profile";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

/** What each function takes, then how its starts stand against the first one's, and what both rest on. */
export function printFunctions(
  terminal: Terminal,
  rows: readonly FunctionRow[],
  { platforms, interleaved }: { readonly platforms: readonly string[]; readonly interleaved: boolean },
): void {
  const kinds = startsOf(rows);
  const header = ["function", "language", "engine", "bytes", "n", ...kinds.map((kind) => `${kind} p50`), "memory"];
  const prices = platforms.map((platform) => `$/million, ${platform}`);
  printTable(
    terminal,
    [...header, ...prices],
    rows.map((row) => [visible(row.name), row.language ?? "–", ...factCells(row, kinds, platforms.length)]),
    ["left", "left", "left", ...[...header.slice(3), ...prices].map(() => "right" as const)],
  );
  for (const { name, reason } of rows)
    if (reason !== null) terminal.print(`${terminal.colors.red(visible(name))}: ${visible(reason)}`);
  printVerdicts(terminal, rows, kinds);
  const basis = interleaved
    ? "Measured in turn: what the machine did meanwhile is in all of them."
    : "Not all measured in turn: what the machine did at one time or the other is in the differences.";
  const last = kinds.at(-1);
  if (last === undefined) return;
  terminal.print(
    terminal.colors.dim(
      `\n${basis}\nVerdicts: false alarms of all together 5 % at most. Memory: linear memory at the end of a call, without the engine.\n` +
        `Prices: of a median ${last} call, an estimate from this machine's times.`,
    ),
  );
}

function factCells({ figures }: FunctionRow, kinds: readonly Start[], platforms: number): readonly string[] {
  if (figures === null) return Array.from({ length: 4 + kinds.length + platforms }, () => "–");
  const { profile, starts, memoryBytes, prices } = figures;
  const walls = kinds.map((kind) => starts.find(({ start }) => start === kind)?.wall ?? null);
  const counts = walls.map((wall) => wall?.n ?? 0);
  return [
    profile.engine,
    formatBytes(profile.bytes),
    [...new Set(counts)].length === 1 ? String(counts[0]) : counts.join("/"),
    ...walls.map((wall) => (wall === null ? "–" : formatDuration(wall.p50))),
    memoryBytes === null ? "–" : formatBytes(memoryBytes),
    ...prices.map((usd) => (usd === null ? "–" : formatUsd(usd))),
  ];
}

function printVerdicts(terminal: Terminal, rows: readonly FunctionRow[], kinds: readonly Start[]): void {
  const [first, ...others] = rows.filter(({ figures }) => figures !== null);
  if (first === undefined || others.length === 0) return;
  terminal.print("");
  printTable(
    terminal,
    [`against ${visible(first.name)}`, ...kinds],
    others.map(({ name, figures }) => [
      visible(name),
      ...kinds.map((kind) => verdictCell(figures?.verdicts.find(({ start }) => start === kind))),
    ]),
    ["left", ...kinds.map(() => "left" as const)],
  );
}

function verdictCell(comparison: FunctionFigures["verdicts"][number] | undefined): string {
  if (comparison === undefined || comparison.n[1] === 0) return "–";
  const { verdict } = comparison;
  if (verdict === null) return "undecided";
  return verdict === "no difference" ? verdict : `${verdict}, ${effectText(comparison)[0]}`;
}
