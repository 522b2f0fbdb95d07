import { Option, type Command } from "commander";
import type { Workbench, WorkbenchOptions } from "../workbench/workbench";
import type { Terminal } from "./terminal";

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Opened on first use, with a runtime of these options; disposed when the command is over. */
  readonly workbench: (runtime?: NonNullable<WorkbenchOptions["runtime"]>) => Workbench;
  /** Makes an action of a function that returns the exit code. */
  readonly action: <Args extends unknown[]>(
    run: (...args: Args) => Promise<number>,
  ) => (...args: Args) => Promise<void>;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** Examples below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ npx coldframe ${line}`).join("\n")}\n`;
}

/** An option that may be given more than once: its values in order, none without it. */
export function repeatable(flags: string, description: string, parse: (text: string) => unknown): Option {
  return new Option(flags, `${description}; repeatable`)
    .default([], "none")
    .argParser((text: string, before: readonly unknown[]) => [...before, parse(text)]);
}
