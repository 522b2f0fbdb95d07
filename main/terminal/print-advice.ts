import { ADVICE_NAMES, adviceText } from "../../runtime/cost";
import type { CallAdvice } from "../../runtime/cost";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

/** What the numbers advise, each piece with the numbers; where they advise nothing, what was looked at. */
export function printAdvice(terminal: Terminal, { advice, nothing }: CallAdvice): void {
  const { bold } = terminal.colors;
  if (advice.length === 0) {
    terminal.print(`\n${bold("no advice")}: these numbers leave nothing to save`);
    for (const { kind, why } of nothing) terminal.print(visible(`${ADVICE_NAMES[kind]}: ${why}`));
    return;
  }
  terminal.print(`\n${bold("advice, from these numbers")}`);
  for (const piece of advice) {
    const { summary, remarks, amounts } = adviceText(piece);
    const details = [...remarks, ...amounts].map((detail) => `  ${detail}`);
    terminal.print(visible([`${ADVICE_NAMES[piece.kind]}: ${summary}`, ...details].join("\n")));
  }
}
