import { formatDuration, formatInteger, formatMoment } from "../../runtime/model";
import type { Profile } from "../../runtime/model";
import { RELEVANT_SHARE, RUNS, TEST_NAME } from "../../runtime/profile";
import type { Comparison, StartComparison } from "../../runtime/profile";
import { effect } from "./effect";
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
    ...effect(start),
  ]);
  printTable(terminal, header, rows, ["left", "right", "right", "right", "left", "right", "right"]);
  for (const start of starts) if (start.verdict === null) terminal.print(undecided(start));
  terminal.print(dim(`\n${basis(comparison)}`));
}

function side({ functionName, version, recordedAtMs, request }: Profile): string {
  const at = formatMoment(recordedAtMs);
  return `${visible(functionName)} · ${version.slice("sha256:".length, 19)} · ${visible(request)} · measured ${at}`;
}

function undecided({ start, n, needed, test }: StartComparison): string {
  const share = `${RELEVANT_SHARE * 100} %`;
  const few = `${start}: no verdict from ${Math.min(...n)} starts`;
  if (test === null) return `${few}: at least ${needed ?? 0} of each are needed`;
  if (needed === null || !Number.isFinite(needed))
    return `${few}: a difference of ${share} is smaller than the clock's step`;
  const how = needed <= RUNS.most ? ` (--runs ${needed})` : ", more than can be measured at once: quieten the machine";
  return `${few}: about ${formatInteger(needed)} of each are needed to find a difference of ${share}${how}`;
}

function basis({ interleaved, sameMachine, sameRequest, alpha, starts }: Comparison): string {
  const sure = `${((1 - alpha) * 100).toFixed(starts.length > 1 ? 1 : 0)} % intervals`;
  const lines = [`${TEST_NAME}; ${sure}; false alarms of all starts together: 5 % at most.`];
  if (interleaved) lines.push("Measured in turn: what the machine did meanwhile is in both.");
  else lines.push("Not measured in turn: what the machine did at one time or the other is in the difference.");
  if (!sameMachine)
    lines.push("The two were measured on different machines or engines: that is in the difference, too.");
  if (!sameRequest) lines.push("The two were asked different things: that is in the difference, too.");
  return lines.join("\n");
}
