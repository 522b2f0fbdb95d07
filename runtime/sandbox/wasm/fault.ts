import type { Failure, FailureCode, Outcome } from "../../model";
import { FAILURE_CODES } from "../../model";
import { cutText } from "../cut-text";

/** The module's code ended the call by a function that it was lent, or gave that what makes no sense. */
export class GuestError extends Error {
  override readonly name = "GuestError";
}

/** What a stack's places are told from. */
export interface CodePlaces {
  readonly fileName: string;
  /** How far the code moved from where it was in the file. */
  readonly shift: number;
}

export interface Fault {
  readonly outcome: Outcome;
  readonly failure: Failure;
}

interface Frame {
  /** From the module's name section. */
  readonly name: string | null;
  readonly index: number;
  /** In the file, bytes. */
  readonly offset: number;
}

/** V8's words for a trap, and its kind as the specification of Wasm names it. */
const TRAPS: readonly (readonly [words: RegExp, kind: string])[] = [
  [/^unreachable/, "unreachable"],
  [/memory access out of bounds/, "out of bounds memory access"],
  [/divide by zero|remainder by zero/, "integer divide by zero"],
  [/divide result unrepresentable/, "integer overflow"],
  [/float unrepresentable/, "invalid conversion to integer"],
  [/table index is out of bounds|table access out of bounds/, "out of bounds table access"],
  [/function signature mismatch/, "indirect call of null or of another type"],
  [/data segment/, "out of bounds data segment"],
  [/element segment/, "out of bounds element segment"],
  [/dereferencing a null pointer|null reference/, "null reference"],
];
/** A trap of these kinds, with no memory left to be had, is how code ends that could not get any. */
const FOR_WANT_OF_MEMORY: readonly string[] = ["unreachable", "out of bounds memory access"];
const MESSAGE_CHARACTERS = 16 * 1024;
const NAME_CHARACTERS = 256;

/**
 * What the guest's failure means, or null where it is none of the guest's but a bug of ours.
 * @param full no further page of memory is to be had
 */
export function readFault(error: unknown, places: CodePlaces, full: boolean, memoryCode: FailureCode): Fault | null {
  const outOfMemory = { outcome: "out-of-memory", code: memoryCode, message: FAILURE_CODES[memoryCode] } as const;
  if (error instanceof GuestError) {
    if (full) return fault(outOfMemory, error, places);
    return fault({ outcome: "threw", code: "handler-threw", message: error.message }, error, places);
  }
  if (error instanceof WebAssembly.RuntimeError) {
    const kind = TRAPS.find(([words]) => words.test(error.message))?.[1] ?? error.message;
    if (full && FOR_WANT_OF_MEMORY.includes(kind)) return fault(outOfMemory, error, places);
    return fault({ outcome: "threw", code: "trapped", message: kind }, error, places);
  }
  if (error instanceof RangeError && /call stack/.test(error.message))
    return fault(
      { outcome: "threw", code: "stack-exhausted", message: FAILURE_CODES["stack-exhausted"] },
      error,
      places,
    );
  if (error instanceof WebAssembly.Exception) {
    const message = "the module threw an exception that nothing caught";
    return fault({ outcome: "threw", code: "handler-threw", message }, error, places);
  }
  return null;
}

function fault(
  { outcome, code, message }: { outcome: Outcome; code: FailureCode; message: string },
  { stack }: { readonly stack?: string | undefined },
  places: CodePlaces,
): Fault {
  const frames = readFrames(stack ?? "", places.shift);
  const [first] = frames;
  const where = first === undefined ? "" : `, in ${nameOf(first)} at offset 0x${first.offset.toString(16)}`;
  const text = cutText(`${message}${where}`, MESSAGE_CHARACTERS);
  return { outcome, failure: { code, message: text, stack: frames.length === 0 ? null : showStack(frames, places) } };
}

function nameOf({ name, index }: Frame): string {
  return name === null ? `function ${index}` : `${name} (function ${index})`;
}

/** In the form that the Wasm Web API's conventions give a place: `file:wasm-function[index]:0xoffset`. */
function showStack(frames: readonly Frame[], { fileName }: CodePlaces): string {
  return frames
    .map(({ name, index, offset }) => {
      const place = `${fileName}:wasm-function[${index}]:0x${offset.toString(16)}`;
      return name === null ? `    at ${place}` : `    at ${name} (${place})`;
    })
    .join("\n");
}

const FRAME = /^\s*at (?:(.*) \()?wasm:\/\/.*:wasm-function\[(\d+)\]:0x([0-9a-f]+)\)?$/;

function readFrames(stack: string, shift: number): Frame[] {
  return stack.split("\n").flatMap((line) => {
    const [, name, index, offset] = FRAME.exec(line) ?? [];
    if (index === undefined || offset === undefined) return [];
    const place = Number.parseInt(offset, 16) - shift;
    return [{ name: name === undefined ? null : cutText(name, NAME_CHARACTERS), index: Number(index), offset: place }];
  });
}
