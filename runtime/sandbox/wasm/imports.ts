import { MEMORY_IMPORT } from "../../wasm";
import type { ConsoleOutput } from "../console-output";
import { cutText } from "../cut-text";
import { nowUs } from "../thread-clock";
import { GuestError } from "./fault";

/** Takes the module's log lines to the console of whatever runs: an instance outlives its calls. */
export class LogRelay {
  #console: ConsoleOutput | null = null;

  to(console: ConsoleOutput | null): void {
    this.#console = console;
  }

  log(text: string): void {
    this.#console?.add("log", text, nowUs());
  }
}

/** A line is cut at the console's limit anyway: no more than this is decoded. */
const MAX_LOG_BYTES = 1024 * 1024;
const MESSAGE_CHARACTERS = 4096;
const decoder = new TextDecoder();
const wideDecoder = new TextDecoder("utf-16le");

/**
 * What is lent to a core module: the functions of `GRANTED_IMPORTS`, and its memory. Pointers and lengths come from the guest: whatever
 * they are, only its own memory is read.
 */
export function lend(memory: WebAssembly.Memory | null, logs: LogRelay): WebAssembly.Imports {
  const bytes = (): Uint8Array => (memory === null ? new Uint8Array(0) : new Uint8Array(memory.buffer));
  const env = {
    // One function in two forms: of the shorter one there is no second parameter.
    log: (pointer: number, length?: number) => {
      logs.log(length === undefined ? readTerminated(bytes(), pointer) : readText(bytes(), pointer, length));
    },
    abort: (message: number, file: number, line: number, column: number) => {
      const place = `${readWide(bytes(), file)}:${line >>> 0}:${column >>> 0}`;
      throw new GuestError(`abort: ${readWide(bytes(), message)} (${place})`);
    },
  };
  return { env, [MEMORY_IMPORT.module]: memory === null ? {} : { [MEMORY_IMPORT.name]: memory } };
}

function readText(memory: Uint8Array, pointer: number, length: number): string {
  const start = pointer >>> 0;
  const bytes = length >>> 0;
  if (start + bytes > memory.length) throw outside("log was given a text", start, bytes, memory);
  return decoder.decode(memory.subarray(start, start + Math.min(bytes, MAX_LOG_BYTES)));
}

function readTerminated(memory: Uint8Array, pointer: number): string {
  const start = pointer >>> 0;
  const end = memory.indexOf(0, start);
  if (start >= memory.length || end < 0) throw outside("log was given a text without an end", start, null, memory);
  return decoder.decode(memory.subarray(start, Math.min(end, start + MAX_LOG_BYTES)));
}

/** A string of AssemblyScript's: UTF-16, with its length in bytes before it. */
function readWide(memory: Uint8Array, pointer: number): string {
  const start = pointer >>> 0;
  if (start < 4 || start > memory.length) return "?";
  const length = new DataView(memory.buffer).getUint32(start - 4, true);
  const text = wideDecoder.decode(memory.subarray(start, Math.min(start + length, start + 2 * MESSAGE_CHARACTERS)));
  return cutText(text, MESSAGE_CHARACTERS);
}

export function outside(what: string, start: number, bytes: number | null, memory: Uint8Array): GuestError {
  const extent = bytes === null ? "" : ` of ${bytes} bytes`;
  return new GuestError(`${what}${extent} at ${start}, which is not inside of the memory's ${memory.length} bytes`);
}
