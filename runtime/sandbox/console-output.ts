import type { LogLevel, LogLine } from "../model";
import { LOG_LEVELS } from "../model";
import { cutText } from "./cut-text";
import type { CallLimits } from "./protocol";

/** The console lines of one call, up to its limits. */
export class ConsoleOutput {
  readonly lines: LogLine[] = [];
  dropped = 0;
  readonly #limits: CallLimits;
  #characters = 0;

  constructor(limits: CallLimits) {
    this.#limits = limits;
  }

  /** False once the cap is reached: the line was counted, not kept. */
  add(level: string, text: string, atUs: number): boolean {
    const room = this.#limits.logCharacters - this.#characters;
    if (this.lines.length >= this.#limits.logLines || room <= 0) {
      this.dropped += 1;
      return false;
    }
    this.#characters += text.length;
    this.lines.push({ level: isLogLevel(level) ? level : "log", atUs, text: cutText(text, room) });
    return true;
  }
}

function isLogLevel(level: string): level is LogLevel {
  return (LOG_LEVELS as readonly string[]).includes(level);
}
