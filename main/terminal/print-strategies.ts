import { formatDuration } from "../../runtime/model";
import type { Profile } from "../../runtime/model";
import { compareStrategies, effectText, STRATEGY_TEXTS } from "../../runtime/profile";
import type { Strategy } from "../../runtime/profile";
import { printTable } from "./table";
import type { Terminal } from "./terminal";

/** What an image brings, on a platform that has it, and what is paid on one that has not. */
export function printStrategies(terminal: Terminal, profile: Profile): void {
  const strategies = compareStrategies(profile);
  if (strategies.length === 0) return;
  terminal.print("");
  const rows = strategies.map((strategy) => [
    strategy.start,
    STRATEGY_TEXTS[strategy.name],
    String(strategy.n),
    formatDuration(strategy.p50Us),
    strategy.p50Ci95Us === null ? "too few" : strategy.p50Ci95Us.map(formatDuration).join(" and "),
    ...against(strategy),
  ]);
  const header = ["start", "start-up", "n", "p50", "95 % between", "against the other", "by", "between"];
  printTable(terminal, header, rows, ["left", "left", "right", "right", "right", "left", "right", "right"]);
}

function against({ againstImage }: Strategy): readonly string[] {
  if (againstImage === null) return ["", "", ""];
  return [againstImage.verdict ?? "undecided", ...effectText(againstImage)];
}
