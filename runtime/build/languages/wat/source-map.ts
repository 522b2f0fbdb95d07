import { encode } from "@jridgewell/sourcemap-codec";
import { readSections } from "../../../wasm";
import { codeBodies } from "../../inspect/code-bodies";
import type { LoggedBytes } from "./assembler-log";
import { readLog } from "./assembler-log";
import type { TextFunction } from "./instructions";
import { readFunctions } from "./instructions";

export interface AssembledText {
  /** The source's path, as the map is to name it. */
  readonly fileName: string;
  readonly text: string;
  readonly code: Uint8Array;
  /** What the assembler said that it wrote. */
  readonly log: string;
}

type Segment = [column: number, source: 0, line: number, sourceColumn: number];

/**
 * Where each instruction of a module comes from in its text: the assembler tells which bytes are which instruction, and the text has
 * the same ones in the same order. A function where that is not so has its first line alone. Null: the text has other functions.
 */
export function mapText({ fileName, text, code, log }: AssembledText): string | null {
  const functions = readFunctions(text);
  const written = readLog(log);
  const bodies = codeBodies({ bytes: code, sections: readSections(code) });
  if (functions.length !== bodies.length || written.length !== bodies.length) return null;
  const segments = bodies.flatMap(({ start }, at) => {
    const from = functions[at];
    if (from === undefined) return [];
    const { line, column } = from.start;
    return [[start, 0, line, column] satisfies Segment, ...instructionsOf(from, written[at] ?? [], start)];
  });
  return JSON.stringify({ version: 3, sources: [fileName], names: [], mappings: encode([segments]) });
}

/** Nothing, where one is not found: then the order is not what it was taken for. */
function instructionsOf({ words }: TextFunction, written: readonly LoggedBytes[], start: number): readonly Segment[] {
  const known = new Set(written.map(({ what }) => what));
  const segments: Segment[] = [];
  let at = 0;
  for (const { text, line, column } of words) {
    // An `end` has no place that anything could fail at, and is not written where brackets are.
    if (!known.has(text) || text === "end") continue;
    const found = written.findIndex(({ what }, index) => index >= at && what === text);
    if (found < 0) return [];
    const bytes = written[written[found - 1]?.what === "prefix" ? found - 1 : found];
    segments.push([start + (bytes?.offset ?? 0), 0, line, column]);
    at = found + 1;
  }
  return segments;
}
