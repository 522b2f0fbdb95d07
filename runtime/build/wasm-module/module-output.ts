import { TraceMap, decodedMappings } from "@jridgewell/trace-mapping";
import type { ArtifactModule } from "../../model";
import type { CompilerOutput } from "../languages/language";
import { SECTION, readSections, sectionReader } from "./sections";
import { readExports } from "./tables";

/**
 * What a compiler gives for a module. `entry` is the source's path where no map says which sources the code is from.
 * @throws {MalformedModule} for bytes that are no core module
 */
export function moduleOutput(code: Uint8Array, sourceMap: string | null, entry: string): CompilerOutput {
  const kind = isCommand(code) ? "wasi" : "wasm";
  const mapped = sourceMap === null ? [] : modulesOf(sourceMap, code);
  const modules = mapped.length > 0 ? mapped : [{ path: entry, bytes: code.length }];
  return { kind, engine: kind, code, sourceMap, modules };
}

/**
 * Whether it is a program that is run as a whole (a WASI or WASIX command): it exports `_start`, and no `handler` that could
 * be called.
 */
function isCommand(code: Uint8Array): boolean {
  const sections = readSections(code);
  const exported = sections
    .filter(({ id }) => id === SECTION.export)
    .flatMap((section) => readExports(sectionReader(code, section)));
  const names = new Set(exported.map(({ name }) => name));
  return names.has("_start") && !names.has("handler");
}

/** How many bytes of the code each source takes up, by the source map of the binary: its columns are offsets. */
function modulesOf(sourceMap: string, code: Uint8Array): readonly ArtifactModule[] {
  const map = new TraceMap(sourceMap);
  const segments = decodedMappings(map)[0] ?? [];
  const codeEnd = readSections(code).find(({ id }) => id === SECTION.code)?.end ?? code.length;
  const bytes = new Map<string, number>();
  segments.forEach((segment, at) => {
    const path = segment.length === 1 ? null : map.sources[segment[1]];
    const length = (segments[at + 1]?.[0] ?? codeEnd) - segment[0];
    if (typeof path === "string" && length > 0) bytes.set(path, (bytes.get(path) ?? 0) + length);
  });
  return [...bytes].map(([path, length]) => ({ path, bytes: length }));
}
