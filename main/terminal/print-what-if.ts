import { decimalText, perMillion } from "../../runtime/cost";
import { formatDuration, formatInteger, formatUsd, STARTS } from "../../runtime/model";
import type { PoolOptions, Profile } from "../../runtime/model";
import { summarize } from "../../runtime/profile";
import { ASSUMPTIONS, differenceText, FIGURE_TEXTS } from "../../runtime/simulation";
import type { SettingResult } from "../../runtime/simulation";
import type { WhatIfReport } from "../workbench/what-if/what-if";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

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
  const rows = FIGURE_TEXTS.map(({ figure: name, label, text: format }) => [
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
