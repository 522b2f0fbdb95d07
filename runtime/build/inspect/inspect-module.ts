import type { Bounded, ModuleFunction, ModuleReport, ModuleSection } from "../../model";
import type { CoreModule, Section, SourcePlace } from "../../wasm";
import { DebugInfo, ModuleRefused, SECTION, readModule, showType } from "../../wasm";
import { refusalOf } from "../module-compilation";
import { shownFile } from "../shown-file";
import { codeBodies } from "./code-bodies";
import { functionNames, readFeatures, readProducers } from "./custom-sections";

/** More of one kind nobody reads through; the largest functions are what one looks for. */
const MOST_ITEMS = 10_000;
/** A name is cut behind this many characters: a module may hold one of a megabyte. */
const MOST_CHARACTERS = 500;

const SECTION_NAMES = new Map<number, string>(Object.entries(SECTION).map(([name, id]) => [id, name]));

/**
 * Reads what is in a module. Its code is measured, not read. `folder`: where the module is; sources in it are named as they are from there.
 * @throws {ModuleRefused} where it is no well-formed module
 */
export function inspectModule(bytes: Uint8Array, folder: string): ModuleReport {
  const module = readModule(bytes);
  const imported = module.imports.filter(({ kind }) => kind === "memory").length;
  const verdict = refusalOf(module);
  return {
    bytes: bytes.length,
    engine: typeof verdict === "string" ? null : verdict.engine,
    refusal: typeof verdict === "string" ? verdict : null,
    sections: module.sections.map((section) => sectionOf(section, module)),
    imports: bounded(module.imports, ({ module: from, name, kind, type }) => ({
      module: cut(from),
      name: cut(name),
      kind,
      type: type === null ? "" : showType(type),
    })),
    exports: bounded(module.exports, ({ name, kind, index }) => ({
      name: cut(name),
      kind,
      type: kind === "function" ? typeOfFunction(module, index) : "",
    })),
    memories: module.memories.map(({ minimum, maximum }, index) => ({
      minimum,
      maximum,
      isImported: index < imported,
    })),
    functions: functionsOf(module, folder),
    producers: readProducers(module).map(({ field, name, version }) => ({
      field: cut(field),
      name: cut(name),
      version: cut(version),
    })),
    features: readFeatures(module).map(cut),
  };
}

function functionsOf(module: CoreModule, folder: string): Bounded<ModuleFunction> {
  const bodies = codeBodies(module);
  const first = importedFunctions(module);
  const declared = module.functions.length - first;
  if (bodies.length !== declared)
    throw new ModuleRefused(`it declares ${declared} functions, and has code of ${bodies.length}`);
  const exported = module.exports.filter(({ kind }) => kind === "function");
  const names = new Map([...exported.map(({ index, name }) => [index, name] as const), ...functionNames(module)]);
  const functions = bodies.map(({ start, end }, at) => ({ index: first + at, start, bytes: end - start }));
  functions.sort((one, other) => other.bytes - one.bytes || one.index - other.index);
  const sources = sourcesOf(
    module,
    functions.slice(0, MOST_ITEMS).map(({ start }) => start),
  );
  return bounded(functions, ({ index, start, bytes }) => {
    const name = names.get(index);
    const place = sources.get(start);
    const source = place === undefined ? null : { file: cut(shownFile(place.path, folder)), line: place.line };
    return { index, name: name === undefined ? null : cut(name), type: typeOfFunction(module, index), bytes, source };
  });
}

/** Where the functions come from whose code begins at these offsets. */
function sourcesOf({ bytes, sections }: CoreModule, starts: readonly number[]): ReadonlyMap<number, SourcePlace> {
  const contents = sections.find(({ id }) => id === SECTION.code)?.bodyStart ?? 0;
  const places = DebugInfo.open(bytes)?.places(starts.map((start) => start - contents));
  return new Map([...(places ?? [])].map(([address, place]) => [address + contents, place]));
}

export function importedFunctions({ imports }: CoreModule): number {
  return imports.filter(({ kind }) => kind === "function").length;
}

function typeOfFunction({ types, functions }: CoreModule, index: number): string {
  const type = types[functions[index] ?? -1];
  return type === undefined ? "" : showType(type);
}

function sectionOf({ id, name, start, end }: Section, module: CoreModule): ModuleSection {
  const isCustom = id === SECTION.custom;
  return {
    name: cut(name ?? SECTION_NAMES.get(id) ?? String(id)),
    isCustom,
    offset: start,
    bytes: end - start,
    items: isCustom ? null : itemsOf(id, module),
  };
}

function itemsOf(id: number, module: CoreModule): number | null {
  const { types, imports, exports, tables, memories, globals, data } = module;
  const own = (all: readonly unknown[], kind: string) =>
    all.length - imports.filter((each) => each.kind === kind).length;
  switch (id) {
    case SECTION.type:
      return types.length;
    case SECTION.import:
      return imports.length;
    case SECTION.function:
    case SECTION.code:
      return module.functions.length - importedFunctions(module);
    case SECTION.table:
      return own(tables, "table");
    case SECTION.memory:
      return own(memories, "memory");
    case SECTION.global:
      return own(globals, "global");
    case SECTION.export:
      return exports.length;
    case SECTION.data:
      return data.length;
    default:
      return null;
  }
}

function bounded<From, To>(all: readonly From[], shown: (item: From) => To): Bounded<To> {
  return { count: all.length, items: all.slice(0, MOST_ITEMS).map(shown) };
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
