import { LEAST_UPPER_BOUND, originalPositionFor, TraceMap, traceSegment } from "@jridgewell/trace-mapping";
import type { Artifact, Failure } from "../model";
import type { SourceFrame } from "../wasm";
import { DebugInfo, SECTION, readSections } from "../wasm";
import { mappedFunctions } from "./mapped-functions";
import { isOwnFile, oneLine, shownFile } from "./shown-file";
import type { SourcePosition } from "./source-position";

/** A frame of a module's stack; `offset` counts bytes in the module. */
interface ModuleFrame {
  readonly name: string | null;
  /** `file.wasm:wasm-function[7]:0x1a3` */
  readonly place: string;
  readonly index: number;
  readonly offset: number;
}

/** A frame in the sources. */
interface MappedFrame extends SourcePosition {
  readonly name: string | null;
}

/** What is known of where a module's code comes from. Offsets count bytes in the module. */
interface ModulePlaces {
  frames(frames: readonly ModuleFrame[]): ReadonlyMap<ModuleFrame, readonly MappedFrame[]>;
  /** Of the function whose code begins there. */
  start(offset: number): SourcePosition | null;
  /** Of the function with this index, where the module itself has none; null: it is not known. */
  name(index: number): string | null;
}

const NO_PLACES: ModulePlaces = { frames: () => new Map(), start: () => null, name: () => null };

/** Turns the offsets in a module's stack into positions in the sources. What nothing is known of stays as it is. */
export function mapModuleStack(stack: string, artifact: Artifact): string {
  return showStack(readStack(stack, artifact));
}

/**
 * A trap with its stack mapped. What failed is nearly always deep in a library: the message names the first place that is in a file of the
 * function's own.
 */
export function mapModuleFailure(failure: Failure, artifact: Artifact): Failure {
  if (failure.stack === null) return failure;
  const lines = readStack(failure.stack, artifact);
  const own = lines.flatMap(({ mapped }) => mapped).find(({ file }) => isOwnFile(file));
  const message = renamed(failure.message, lines[0]);
  return {
    ...failure,
    message: own === undefined ? message : `${message}: see ${placeText(own)}`,
    stack: showStack(lines),
  };
}

/** A line of a stack with the frames that it is in the sources; none where it is no frame, or nothing is known of it. */
interface StackLine {
  readonly text: string;
  readonly frame: ModuleFrame | null;
  readonly mapped: readonly MappedFrame[];
}

function readStack(stack: string, artifact: Artifact): readonly StackLine[] {
  const lines = stack.split("\n").map((text) => ({ text, frame: frameOf(text) }));
  const found = placesOf(artifact).frames(lines.flatMap(({ frame }) => (frame === null ? [] : [frame])));
  return lines.map((line) => ({ ...line, mapped: line.frame === null ? [] : (found.get(line.frame) ?? []) }));
}

function showStack(lines: readonly StackLine[]): string {
  return lines.flatMap(({ text, mapped }) => (mapped.length === 0 ? [text] : mapped.map(showFrame))).join("\n");
}

/** Without the compiler's name for linkers: `in _ZN4core… (function 7)`. */
function renamed(message: string, top: StackLine | undefined): string {
  const name = top?.frame?.name ?? null;
  const readable = top?.mapped.at(-1)?.name ?? null;
  if (name === null || readable === null) return message;
  return message.replace(`in ${name} (function `, () => `in ${readable} (function `);
}

const FRAME = /^\s*at (?:(.*) \()?([^()]*:wasm-function\[(\d+)\]:(0x[0-9a-f]+))\)?$/;

function frameOf(line: string): ModuleFrame | null {
  const [, name = null, place, index, offset] = FRAME.exec(line) ?? [];
  if (place === undefined || offset === undefined) return null;
  return { name, place, index: Number(index), offset: Number(offset) };
}

function showFrame(frame: MappedFrame): string {
  const place = placeText(frame);
  return frame.name === null ? `    at ${place}` : `    at ${frame.name} (${place})`;
}

function placeText({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

/** Where the source of a Wasm function begins whose code begins at an offset. Null where nothing is known of it. */
export function mapCodeStart(artifact: Artifact, offset: number): SourcePosition | null {
  return placesOf(artifact).start(offset);
}

/** The name of a Wasm function that the module itself has none for. Null where it is not known. */
export function mapCodeName(artifact: Artifact, index: number): string | null {
  return placesOf(artifact).name(index);
}

const known = new WeakMap<Artifact, ModulePlaces>();

/** Reads a source map, or debug info, once: when somebody asks for the first time. */
function placesOf(artifact: Artifact): ModulePlaces {
  const places = known.get(artifact) ?? bySourceMap(artifact) ?? byDebugInfo(artifact) ?? NO_PLACES;
  known.set(artifact, places);
  return places;
}

/** A module's source map has one line, whose columns are offsets in the file. */
function bySourceMap({ sourceMap }: Artifact): ModulePlaces | null {
  if (sourceMap === null) return null;
  const map = new TraceMap(sourceMap);
  const names = mappedFunctions(sourceMap);
  const find = ({ name, index, offset }: ModuleFrame): readonly MappedFrame[] => {
    const segment = traceSegment(map, 0, offset);
    const file = segment === null || segment.length === 1 ? null : map.sources[segment[1]];
    if (segment === null || segment.length === 1 || typeof file !== "string") return [];
    return [{ name: name ?? names.get(index) ?? null, file, line: segment[2] + 1, column: segment[3] + 1 }];
  };
  return {
    frames: (frames) => new Map(frames.map((frame) => [frame, find(frame)])),
    start(offset) {
      // Before its first instruction a function has its locals, which may be in no source.
      const bias = LEAST_UPPER_BOUND;
      const { source, line, column } = originalPositionFor(map, { line: 1, column: offset, bias });
      return source === null ? null : { file: source, line, column: column + 1 };
    },
    name: (index) => names.get(index) ?? null,
  };
}

function byDebugInfo({ debugInfo, code }: Artifact): ModulePlaces | null {
  const info = debugInfo === null ? null : DebugInfo.open(debugInfo.sections);
  const start = readSections(code).find(({ id }) => id === SECTION.code)?.bodyStart;
  return debugInfo === null || info === null || start === undefined
    ? null
    : new DebugPlaces(info, start, debugInfo.folder);
}

/** Call sites whose frames are kept: a function that traps once does so again, and reading takes longer than running it. */
const MOST_KEPT = 10_000;

class DebugPlaces implements ModulePlaces {
  readonly #info: DebugInfo;
  /** Where the contents of the code section begin: there DWARF counts from. */
  readonly #codeStart: number;
  readonly #folder: string;
  readonly #kept = new Map<number, readonly SourceFrame[]>();
  /** As many as functions are asked for; a profile asks for the same ones with every call. */
  readonly #starts = new Map<number, SourcePosition | null>();

  constructor(info: DebugInfo, codeStart: number, folder: string) {
    this.#info = info;
    this.#codeStart = codeStart;
    this.#folder = folder;
  }

  frames(frames: readonly ModuleFrame[]): ReadonlyMap<ModuleFrame, readonly MappedFrame[]> {
    if (this.#kept.size > MOST_KEPT) this.#kept.clear();
    const missing = frames.map(({ offset }) => offset - this.#codeStart).filter((address) => !this.#kept.has(address));
    const found = this.#info.frames(missing);
    for (const address of missing) this.#kept.set(address, found.get(address) ?? []);
    return new Map(frames.map((frame) => [frame, this.#mapped(frame)]));
  }

  start(offset: number): SourcePosition | null {
    let start = this.#starts.get(offset);
    if (start === undefined) {
      start = this.#place(offset - this.#codeStart);
      this.#starts.set(offset, start);
    }
    return start;
  }

  /** The module has its names itself. */
  name(): null {
    return null;
  }

  #place(address: number): SourcePosition | null {
    const place = this.#info.places([address]).get(address);
    if (place === undefined) return null;
    return { file: shownFile(place.path, this.#folder), line: place.line, column: place.column };
  }

  #mapped({ name, offset }: ModuleFrame): readonly MappedFrame[] {
    return (this.#kept.get(offset - this.#codeStart) ?? []).map((frame) => ({
      name: shownName(frame, name),
      file: shownFile(frame.path, this.#folder),
      line: frame.line,
      column: frame.column,
    }));
  }
}

const MOST_CHARACTERS = 256;
/** Names as compilers give them to linkers: C++'s and Rust's. */
const MANGLED = /^_(?:Z|R)/;

/** The module's name for a function has its parameters, where the linker wrote it for people; debug info has only its name. */
function shownName({ name, isInlined }: SourceFrame, ofModule: string | null): string | null {
  const own =
    isInlined || ofModule === null || MANGLED.test(ofModule) ? (name ?? (isInlined ? null : ofModule)) : ofModule;
  return own === null ? null : oneLine(own).slice(0, MOST_CHARACTERS);
}
