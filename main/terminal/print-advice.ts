import { adviceText } from "../../runtime/cost";
import type { Advice } from "../../runtime/cost";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

/** What the numbers advise, each piece with the numbers; nothing where they advise nothing. */
export function printAdvice(terminal: Terminal, advice: readonly Advice[]): void {
  if (advice.length === 0) return;
  terminal.print(`\n${terminal.colors.bold("advice, from these numbers")}`);
  for (const piece of advice) {
    const { summary, details } = adviceText(piece);
    terminal.print(visible([summary, ...details.map((detail) => `  ${detail}`)].join("\n")));
  }
}
