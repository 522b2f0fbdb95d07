import { formatDuration, formatMoment, RUNS } from "../../runtime/model";
import type { Profile } from "../../runtime/model";
import { basisText, effectText, overallText, undecidedText } from "../../runtime/profile";
import type { Comparison } from "../../runtime/profile";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

/** The verdicts first; below them what they rest on. */
export function printComparison(terminal: Terminal, comparison: Comparison): void {
  const { first, second, starts } = comparison;
  const { dim } = terminal.colors;
  terminal.print(`${dim("first ")} ${side(first)}`);
  terminal.print(`${dim("second")} ${side(second)}\n`);
  const header = ["start", "n", "p50 first", "second", "second is", "by", "between"];
  const rows = starts.map((start) => [
    start.start,
    start.n[0] === start.n[1] ? String(start.n[0]) : start.n.join(", "),
    ...start.p50.map(formatDuration),
    start.verdict ?? "undecided",
    ...effectText(start),
  ]);
  printTable(terminal, header, rows, ["left", "right", "right", "right", "left", "right", "right"]);
  terminal.print(`\n${terminal.colors.bold("overall")}: ${overallText(comparison)}`);
  for (const start of starts) {
    if (start.verdict !== null) continue;
    const isWithin = start.needed !== null && start.needed <= RUNS.most && start.test !== null;
    terminal.print(`${start.start}: ${undecidedText(start)}${isWithin ? ` (--runs ${start.needed})` : ""}`);
  }
  terminal.print(dim(`\n${basisText(comparison).join("\n")}`));
}

function side({ functionName, version, recordedAtMs, request }: Profile): string {
  const at = formatMoment(recordedAtMs);
  return `${visible(functionName)} · ${version.slice("sha256:".length, 19)} · ${visible(request)} · measured ${at}`;
}
