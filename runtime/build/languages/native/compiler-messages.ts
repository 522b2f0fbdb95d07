import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { BuildProblem, SourceLocation } from "../../../model";
import { problem } from "../../problem";
import type { CompilerProblems } from "./toolchain";

/** `file:line:column: error: message`, of clang and zig; Go leaves the word out, and may leave out the column. */
const MESSAGE = /^((?:[A-Za-z]:)?[^:\n]+):(\d+):(?:(\d+):)? (?:(fatal error|error|warning|note|remark): )?(.*)$/;
/** Of a linker: it has no place in a source. */
const LINKER_ERROR = /^(?:.*[/\\])?(?:wasm-ld|rust-lld|ld\.lld|lld): error: (.*)$/;

/** Messages in the form that most compilers share. */
export function readMessages(output: string, folder: string): CompilerProblems {
  const errors: BuildProblem[] = [];
  const warnings: BuildProblem[] = [];
  const sources = new SourceLines();
  for (const line of output.split(/\r?\n/)) {
    const linker = LINKER_ERROR.exec(line)?.[1];
    if (linker !== undefined) errors.push(problem("build-failed", `The linker: ${linker}`));
    const [, file, lineNumber, column, kind = "error", message] = MESSAGE.exec(line) ?? [];
    if (file === undefined || message === undefined || kind === "note" || kind === "remark") continue;
    const location = sources.locate(resolve(folder, file), Number(lineNumber), Number(column ?? 1));
    if (kind === "warning") warnings.push(problem("suspicious-code", message, location));
    else errors.push(problem("compile-error", message, location));
  }
  return { errors, warnings };
}

/** Source files of one build, each read once. */
export class SourceLines {
  readonly #files = new Map<string, readonly string[]>();

  locate(file: string, line: number, column: number): SourceLocation {
    return { file, line, column, lineText: this.#lines(file)[line - 1] ?? "" };
  }

  #lines(file: string): readonly string[] {
    let lines = this.#files.get(file);
    if (lines === undefined) {
      lines = readLines(file);
      this.#files.set(file, lines);
    }
    return lines;
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
