import type { FunctionInfo } from "../../../preload/contract";

/** One line of a mapped stack. `frame`: the place that it names, `file` as the stack has it. */
export interface StackLine {
  readonly before: string;
  readonly frame: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly text: string;
  } | null;
  readonly after: string;
}

/**
 * Reads a stack's lines: `    at name (file:line:column)` and `    at file:line:column` name places, also where a brace
 * follows with what the error names as its cause, or a comma with the next error.
 */
export function parseStack(stack: string): readonly StackLine[] {
  return stack.replace(/\s+$/, "").split("\n").map(parseLine);
}

function parseLine(text: string): StackLine {
  const plain = { before: text, frame: null, after: "" };
  const at = /^\s*at /.exec(text);
  if (at === null) return plain;
  const whole = text.length - (/(?: \{|,)$/.exec(text)?.[0].length ?? 0);
  const bracket = text[whole - 1] === ")" ? text.indexOf(" (", at[0].length - 1) : -1;
  const start = bracket === -1 ? at[0].length : bracket + 2;
  const end = bracket === -1 ? whole : whole - 1;
  const place = text.slice(start, end);
  const [, file, line, column] = /^(.+):(\d{1,9}):(\d{1,9})$/.exec(place) ?? [];
  if (file === undefined || /^(native|<|coldframe:|node:)/.test(file)) return plain;
  return {
    before: text.slice(0, start),
    frame: { file, line: Number(line), column: Number(column), text: place },
    after: text.slice(end),
  };
}

/**
 * A stack's file in the workspace: stacks are relative to the function's folder. Null: it is outside of the workspace, or of a library that
 * a compiler brings, which has a `~` before it.
 */
export function workspacePath(
  { path, entryFile }: Pick<FunctionInfo, "path" | "entryFile">,
  file: string,
): string | null {
  const folder = path === entryFile ? path.slice(0, Math.max(0, path.lastIndexOf("/"))) : path;
  const steps: string[] = [];
  for (const step of [...folder.split("/"), ...file.replaceAll("\\", "/").split("/")]) {
    if (step === "..") {
      if (steps.pop() === undefined) return null;
    } else if (step !== "." && step !== "") steps.push(step);
  }
  return /^([/\\~]|[A-Za-z]:)/.test(file) ? null : steps.join("/");
}
