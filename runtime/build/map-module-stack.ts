import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { TraceMap, traceSegment } from "@jridgewell/trace-mapping";
import type { Artifact, Failure } from "../model";
import type { SourceFrame } from "../wasm";
import { DebugInfo, SECTION, readSections } from "../wasm";

/** A frame of a module's stack; `offset` counts bytes in the module. */
interface ModuleFrame {
  readonly name: string | null;
  /** `file.wasm:wasm-function[7]:0x1a3` */
  readonly place: string;
  readonly offset: number;
}

/** A frame in the sources. `file` is relative to the function's folder, or of none of its files; line and column are 1-based. */
interface MappedFrame {
  readonly name: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type FindFrames = (frames: readonly ModuleFrame[]) => ReadonlyMap<ModuleFrame, readonly MappedFrame[]>;

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
  const own = lines.flatMap(({ mapped }) => mapped).find(({ file }) => isOwn(file));
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
  const find = finderOf(artifact);
  const found = find(lines.flatMap(({ frame }) => (frame === null ? [] : [frame])));
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

function isOwn(file: string): boolean {
  return !/^(?:[/\\~]|[A-Za-z]:)|(?:^|\/)node_modules\//.test(file);
}

const FRAME = /^\s*at (?:(.*) \()?([^()]*:wasm-function\[\d+\]:(0x[0-9a-f]+))\)?$/;

function frameOf(line: string): ModuleFrame | null {
  const [, name = null, place, offset] = FRAME.exec(line) ?? [];
  return place === undefined || offset === undefined ? null : { name, place, offset: Number(offset) };
}

function showFrame(frame: MappedFrame): string {
  const place = placeText(frame);
  return frame.name === null ? `    at ${place}` : `    at ${frame.name} (${place})`;
}

function placeText({ file, line, column }: Omit<MappedFrame, "name">): string {
  return `${file}:${line}:${column}`;
}

const finders = new WeakMap<Artifact, FindFrames>();

/** Reads a source map, or debug info, once: when its artifact's first stack comes. */
function finderOf(artifact: Artifact): FindFrames {
  const finder = finders.get(artifact) ?? bySourceMap(artifact) ?? byDebugInfo(artifact) ?? (() => new Map());
  finders.set(artifact, finder);
  return finder;
}

/** A module's source map has one line, whose columns are offsets in the file. */
function bySourceMap({ sourceMap }: Artifact): FindFrames | null {
  if (sourceMap === null) return null;
  const map = new TraceMap(sourceMap);
  const find = ({ name, offset }: ModuleFrame): readonly MappedFrame[] => {
    const segment = traceSegment(map, 0, offset);
    const file = segment === null || segment.length === 1 ? null : map.sources[segment[1]];
    if (segment === null || segment.length === 1 || typeof file !== "string") return [];
    return [{ name, file, line: segment[2] + 1, column: segment[3] + 1 }];
  };
  return (frames) => new Map(frames.map((frame) => [frame, find(frame)]));
}

/** Call sites whose frames are kept: a function that traps once does so again, and reading takes longer than running it. */
const MOST_KEPT = 10_000;

function byDebugInfo({ debugInfo, code }: Artifact): FindFrames | null {
  const info = debugInfo === null ? null : DebugInfo.open(debugInfo.sections);
  const start = readSections(code).find(({ id }) => id === SECTION.code)?.bodyStart;
  if (debugInfo === null || info === null || start === undefined) return null;
  const kept = new Map<number, readonly SourceFrame[]>();
  const show = (frame: SourceFrame, name: string | null): MappedFrame => {
    const { path, line, column } = frame;
    return { name: shownName(frame, name), file: shownFile(path, debugInfo.folder), line, column };
  };
  return (frames) => {
    const missing = frames.map(({ offset }) => offset - start).filter((address) => !kept.has(address));
    if (kept.size > MOST_KEPT) kept.clear();
    const found = info.frames(missing);
    for (const address of missing) kept.set(address, found.get(address) ?? []);
    return new Map(
      frames.map((frame) => [frame, (kept.get(frame.offset - start) ?? []).map((each) => show(each, frame.name))]),
    );
  };
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

/**
 * A path as stacks have it: relative to the function's folder where it is in it. A relative one that leads to no file is of a library that
 * somebody else compiled, and has a `~` before it, as AssemblyScript's library has.
 */
function shownFile(path: string, folder: string): string {
  const shown = oneLine(path);
  if (isOwn(shown)) return existsSync(resolve(folder, shown)) ? shown : `~${shown}`;
  const inFolder = relative(folder, shown);
  const isInside = inFolder !== "" && !inFolder.startsWith("..") && resolve(folder, inFolder) === resolve(shown);
  return isInside && !shown.startsWith("~") ? inFolder.split(sep).join("/") : shown;
}

/** Names and paths are whatever bytes the module holds. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, "\ufffd");
}
