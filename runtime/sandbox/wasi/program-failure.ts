import { FAILURE_CODES } from "../../model";
import { cutText } from "../cut-text";
import type { CodePlaces, Fault } from "../wasm/fault";
import { readFault } from "../wasm/fault";

/** How a process ended: by itself, or by an error that the SDK tells of. */
export type ProcessEnd = { readonly exitCode: number } | { readonly error: string };

/** Linear memory at the end, and what it was held to. */
export interface MemoryUse {
  readonly bytes: number;
  readonly limitBytes: number;
}

/** What is left when a program counts as having hit its limit: an allocation fails where it does not fit, not at the last byte. */
const SLACK_BYTES = 1024 * 1024;
/** Rust's own last words, and C++'s. */
const ALLOCATION_FAILED = /memory allocation of \d+ bytes failed|std::bad_alloc/;
const LAST_WORDS_CHARACTERS = 1024;

/** Null where the process ended well. `lastWords`: the last line that it wrote to standard error. */
export function programFailure(
  end: ProcessEnd,
  memory: MemoryUse,
  lastWords: string,
  places: CodePlaces,
): Fault | null {
  const isFull = memory.bytes > memory.limitBytes - SLACK_BYTES || ALLOCATION_FAILED.test(lastWords);
  if ("error" in end) return trapFailure(end.error, places, isFull);
  if (end.exitCode === 0) return null;
  if (isFull) {
    const code = "memory-limit";
    return { outcome: "out-of-memory", failure: { code, message: FAILURE_CODES[code], stack: null } };
  }
  const said = lastWords === "" ? "" : `: ${cutText(lastWords, LAST_WORDS_CHARACTERS)}`;
  const message = `the program ended with exit code ${end.exitCode}${said}`;
  return { outcome: "threw", failure: { code: "exit-code", message, stack: null } };
}

/** `command execution failed: RuntimeError: js: unreachable`, and below it the error as V8 gave it, with its stack. */
function trapFailure(text: string, places: CodePlaces, isFull: boolean): Fault {
  const [first = "", ...rest] = text.split("\n");
  const [, name, message] = /(RuntimeError|RangeError): (?:js: )?(.*)$/.exec(first) ?? [];
  if (name === undefined || message === undefined) return notStarted(first);
  const error = name === "RangeError" ? new RangeError(message) : new WebAssembly.RuntimeError(message);
  error.stack = programFrames(rest);
  return readFault(error, places, isFull, "memory-limit") ?? notStarted(first);
}

/** What is no trap happened before the program ran: it imports what there is not, or exports no `_start`. */
function notStarted(reason: string): Fault {
  const message = `the module is refused: ${reason.replace(/^command execution failed: /, "")}`;
  return { outcome: "threw", failure: { code: "invalid-module", message, stack: null } };
}

/** Below the program's own frames are those of the SDK, and between them JavaScript. */
function programFrames(lines: readonly string[]): string {
  const frames = lines.filter((line) => line.trimStart().startsWith("at "));
  const last = frames.findIndex((line) => !line.includes("wasm://"));
  return (last < 0 ? frames : frames.slice(0, last)).join("\n");
}
