import { TraceMap, traceSegment } from "@jridgewell/trace-mapping";
import type { Artifact } from "../model";
import { mapModuleStack } from "./map-module-stack";
import type { SourcePosition } from "./source-position";

/** The file name of the guest's own Web APIs in its stacks. */
const GUEST_FILE = "coldframe:guest";

/** A function of the engine's own in its stacks: `    at apply (native)`. */
const NATIVE_FRAME = /^\s*at .*\(native\)\s*(?: \{|,)?$/;

/**
 * What Node prints behind an error's last frame: a brace before what the error names as its reasons, a comma where it is one of
 * several.
 */
const ENDS = [" {", ","] as const;

/** The bundle's file name in the guest's stacks. One line, and never the name of the guest's own file. */
export function bundleFileName(artifact: Pick<Artifact, "name" | "kind">): string {
  return `${artifact.name.replace(/[^\p{L}\p{N}._@+ -]/gu, "_")}.${artifact.kind === "js" ? "js" : "wasm"}`;
}

/**
 * Turns the positions in a guest's stack into positions in the sources, and leaves out the frames of the guest's own Web APIs,
 * with the engine's own frames beside them: `apply` and its like are how those APIs call the function and are called by it. Lines that are not frames of the bundle, and frames that the source map knows nothing of, stay as they are.
 */
export function mapStack(stack: string, artifact: Artifact): string {
  if (artifact.kind !== "js") return mapModuleStack(stack, artifact);
  const bundle = bundleFileName(artifact);
  const lines: string[] = [];
  for (const line of withoutWebApis(stack.split("\n"))) {
    const frame = frameOf(line, bundle);
    const position = frame === null ? null : mapPosition(artifact, frame.line, frame.column);
    if (frame === null || position === null) lines.push(line);
    else lines.push(`${frame.before}${position.file}:${position.line}:${position.column}${frame.after}`);
  }
  return lines.join("\n");
}

/** Leaves out the runs of native and Web API frames that hold at least one of the latter. */
function withoutWebApis(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let natives: string[] = [];
  let isInWebApis = false;
  for (const line of [...lines, null]) {
    const isOfWebApis = line !== null && frameOf(line, GUEST_FILE) !== null;
    if (isOfWebApis) isInWebApis = true;
    const isFrame = line !== null && (isOfWebApis || NATIVE_FRAME.test(line));
    if (isFrame && !isOfWebApis) natives.push(line);
    const end = isFrame ? ENDS.find((each) => line.endsWith(each)) : undefined;
    if (isFrame && end === undefined) continue;
    if (!isInWebApis) kept.push(...natives);
    // It belongs behind the last frame that is shown.
    else if (end !== undefined) kept.push(`${kept.pop() ?? ""}${end}`);
    if (line !== null && !isFrame) kept.push(line);
    natives = [];
    isInWebApis = false;
  }
  return kept;
}

/**
 * The source position of a place in the bundle as QuickJS gives it: `line` and `column` 1-based, the column in bytes of
 * UTF-8 (found by experiment with QuickJS-ng 0.17; source maps count UTF-16 units). A column is that of the last name that the
 * engine read before it failed: of a call `f(a)` it is that of `a`. Null where the source map has none.
 */
export function mapPosition(artifact: Artifact, line: number, column: number): SourcePosition | null {
  const bundle = openBundle(artifact);
  if (bundle === null || line < 1 || column < 1) return null;
  const segment = traceSegment(bundle.map, line - 1, utf16Column(artifact.code, bundle.lineStarts, line, column));
  if (segment?.length === 1 || !segment) return null;
  const file = bundle.map.sources[segment[1]];
  return typeof file === "string" ? { file, line: segment[2] + 1, column: segment[3] + 1 } : null;
}

/**
 * What a name on a line of the bundle is in its source: the bundler renames what two modules name alike. The name itself where the map has
 * no other.
 */
export function mapName(artifact: Artifact, line: number, name: string): string {
  const bundle = openBundle(artifact);
  if (bundle === null || line < 1 || !/^[\w$]+$/.test(name)) return name;
  const text = decoder.decode(artifact.code.subarray(bundle.lineStarts[line - 1], bundle.lineStarts[line]));
  const column = text.search(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`));
  const segment = column === -1 ? null : traceSegment(bundle.map, line - 1, column);
  const original = segment?.length === 5 ? bundle.map.names[segment[4]] : undefined;
  return original ?? name;
}

interface Frame {
  readonly before: string;
  readonly line: number;
  readonly column: number;
  readonly after: string;
}

/** Reads `    at name (file:line:column)` or `    at file:line:column` where the file is the one asked for. */
function frameOf(text: string, file: string): Frame | null {
  const indented = /^\s*at /.exec(text);
  if (indented === null) return null;
  const at = text.lastIndexOf(`${file}:`);
  if (at < indented[0].length) return null;
  const before = text.slice(0, at);
  const parenthesised = before.endsWith("(");
  if (!parenthesised && at !== indented[0].length) return null;
  const place = /^(\d{1,9}):(\d{1,9})(\)?\s*(?: \{|,)?)$/.exec(text.slice(at + file.length + 1));
  if (place === null || place[3]?.startsWith(")") !== parenthesised) return null;
  return { before, line: Number(place[1]), column: Number(place[2]), after: place[3] };
}

interface OpenBundle {
  readonly map: TraceMap;
  /** Byte offset of each line's first byte. */
  readonly lineStarts: readonly number[];
}

const openBundles = new WeakMap<Artifact, OpenBundle | null>();

/** Parses an artifact's source map once, when its first stack comes. */
function openBundle(artifact: Artifact): OpenBundle | null {
  const known = openBundles.get(artifact);
  if (known !== undefined) return known;
  const opened = artifact.sourceMap === null ? null : open(artifact.sourceMap, artifact.code);
  openBundles.set(artifact, opened);
  return opened;
}

function open(sourceMap: string, code: Uint8Array): OpenBundle {
  const lineStarts = [0];
  for (let at = code.indexOf(10); at !== -1; at = code.indexOf(10, at + 1)) lineStarts.push(at + 1);
  return { map: new TraceMap(sourceMap), lineStarts };
}

const decoder = new TextDecoder();

/** 0-based UTF-16 column of a 1-based byte column. */
function utf16Column(code: Uint8Array, lineStarts: readonly number[], line: number, column: number): number {
  const start = lineStarts[line - 1];
  if (start === undefined) return column - 1;
  const end = Math.min(start + column - 1, lineStarts[line] ?? code.length);
  return decoder.decode(code.subarray(start, end)).length;
}
