import { formatCount, formatDuration, formatInteger, formatShare } from "../../runtime/model";
import type { CpuProfile } from "../../runtime/model";
import {
  cpuEndText,
  functionLabel,
  functionPlace,
  hotFunctions,
  sampleCountText,
  samplingText,
  unaccountedUs,
} from "../../runtime/profile";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

const SHOWN_FUNCTIONS = 20;

/** The functions in which the time was spent. */
export function printCpuProfile(terminal: Terminal, profile: CpuProfile): void {
  const { functionName, calls, wallUs, machine } = profile;
  const { bold, dim } = terminal.colors;
  terminal.print(
    `${bold(functionName)} · ${formatCount(calls, "warm call")}, ${formatDuration(wallUs)} in all · ${sampleCountText(profile)}`,
  );
  terminal.print(dim(`${machine.cpu}, ${formatCount(machine.cores, "core")} · Node ${machine.node}\n`));
  const hot = hotFunctions(profile);
  const rows = hot
    .slice(0, SHOWN_FUNCTIONS)
    .map(({ function: each, selfUs, totalUs, samples: count }) => [
      ...[formatShare(selfUs, wallUs), formatDuration(selfUs), formatShare(totalUs, wallUs), formatInteger(count)],
      ...[visible(functionLabel(each)), visible(functionPlace(each))],
    ]);
  printTable(terminal, ["self", "time", "total", "samples", "function", "defined in"], rows, [
    ...new Array<"right">(4).fill("right"),
    ...(["left", "left"] as const),
  ]);
  if (hot.length > SHOWN_FUNCTIONS) terminal.print(dim(`and ${hot.length - SHOWN_FUNCTIONS} that take less`));
  const rest = unaccountedUs(profile);
  terminal.print(
    dim(
      `\nunaccounted ${formatDuration(rest)} (${formatShare(rest, wallUs)}), the sampling itself among it. ${samplingText(profile)}`,
    ),
  );
}

/** Why a profile holds less than was asked for. */
export function noteCpuEnd(terminal: Terminal, profile: CpuProfile): void {
  const why = cpuEndText(profile);
  if (why !== null) terminal.note(`${terminal.noteColors.red("coldframe:")} ${visible(why)}`);
}
