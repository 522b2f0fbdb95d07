import { formatBytes, formatCount, formatDuration, formatInteger } from "../../runtime/model";
import type { TopLevel } from "../../runtime/model";
import { groupModules } from "../../runtime/profile";
import { percentiles, quantileIntervals } from "../../runtime/statistics";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

const SHOWN_GROUPS = 12;

/** What the top level costs and what of it, and what a snapshot freezes. */
export function printTopLevel(terminal: Terminal, topLevel: TopLevel): void {
  printWhole(terminal, topLevel);
  printModules(terminal, topLevel);
  for (const { what, file, line, count } of topLevel.frozen) {
    const times = count === 1 ? "" : ` (${formatInteger(count)} times)`;
    terminal.print(
      `${terminal.colors.yellow("frozen by a snapshot:")} ${visible(`${file}:${line}`)} reads ${what}${times} at the top level: every start has the same value`,
    );
  }
}

function printWhole(terminal: Terminal, { samplesUs, timed }: TopLevel): void {
  const { bold, dim } = terminal.colors;
  const found = percentiles(samplesUs);
  if (found === null) return;
  const [interval = null] = quantileIntervals(samplesUs, [0.5]);
  const between = interval === null ? "" : `, 95 % between ${interval.map(formatDuration).join(" and ")}`;
  terminal.print(
    `\n${bold("top level")} · p50 ${formatDuration(found.p50)} of ${formatCount(found.n, "run")}${between}`,
  );
  if (timed.n === 0) {
    terminal.print(dim("its modules could not be timed: with a clock in them the function fails\n"));
    return;
  }
  const modules = timed.wallUs - timed.parseUs - timed.unaccountedUs;
  terminal.print(
    dim(
      `with a clock in each module ${formatDuration(timed.wallUs)}: parse and compile ${formatDuration(timed.parseUs)}, ` +
        `modules ${formatDuration(Math.max(0, modules))}, unaccounted ${formatDuration(timed.unaccountedUs)}\n`,
    ),
  );
}

function printModules(terminal: Terminal, topLevel: TopLevel): void {
  const groups = groupModules(topLevel);
  const rows = groups
    .slice(0, SHOWN_GROUPS)
    .map(({ name, isPackage, modules, bytes, initUs, selfInitUs, parseUs }) => [
      ...[selfInitUs, initUs, parseUs].map(formatDuration),
      formatBytes(bytes),
      visible(isPackage ? `${name} (${formatCount(modules, "module")})` : name),
    ]);
  printTable(terminal, ["self", "total", "≈ parse", "bytes", "module"], rows, [
    ...new Array<"right">(4).fill("right"),
    "left",
  ]);
  if (groups.length > SHOWN_GROUPS) {
    terminal.print(terminal.colors.dim(`and ${groups.length - SHOWN_GROUPS} that cost less`));
  }
}
