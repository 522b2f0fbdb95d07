import { ByteReader, ModuleRefused } from "./byte-reader";
import { readDataSegment, readElement, readConstant } from "./read-segments";
import type {
  CoreModule,
  DataSegment,
  ExternKind,
  FunctionType,
  GlobalType,
  Limits,
  MemoryType,
  ModuleExport,
  ModuleImport,
  Section,
  TableType,
} from "./module";
import { SECTION } from "./module";
import { readValueType } from "./read-types";

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const KINDS: readonly ExternKind[] = ["function", "table", "memory", "global", "tag"];
/** Forms of types: functions; recursive groups, subtypes, structs and arrays. */
const FUNCTION = 0x60;
const FIRST_OBJECT = 0x4e;
const LAST_OBJECT = 0x5f;
/** What 32-bit addresses reach, in pages of 64 KiB. */
const MAX_PAGES = 65_536;
/** Sections come in this order, each once; custom ones anywhere. */
const ORDER: readonly number[] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/**
 * Reads what a core module declares, without its code: that is the compiler's to check.
 * @throws {ModuleRefused}
 */
export function readModule(bytes: Uint8Array): CoreModule {
  const module: Growing<CoreModule> = {
    bytes,
    sections: readSections(bytes),
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    exports: [],
    start: null,
    data: [],
    hasPassiveElements: false,
  };
  for (const section of module.sections) {
    const reader = new ByteReader(bytes, section.bodyStart, section.end);
    readSection(section.id, reader, module);
  }
  return module;
}

/** A module's sections, in their order. @throws {ModuleRefused} */
export function readSections(bytes: Uint8Array): Section[] {
  if (!MAGIC.every((byte, index) => bytes[index] === byte))
    throw new ModuleRefused("there is no Wasm magic number (\\0asm)", 0);
  if (bytes[6] === 1)
    throw new ModuleRefused(
      "this is a component of the component model: Coldframe runs core modules and WASI commands",
    );
  if (bytes[4] !== 1 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0)
    throw new ModuleRefused("the version is not 1", 4);
  const reader = new ByteReader(bytes, 8);
  const sections: Section[] = [];
  let last = -1;
  while (!reader.done) {
    const start = reader.at;
    const id = reader.byte();
    const size = reader.u32();
    const bodyStart = reader.at;
    reader.skip(size);
    const name = id === SECTION.custom ? new ByteReader(bytes, bodyStart, reader.at).name() : null;
    sections.push({ id, name, start, bodyStart, end: reader.at });
    if (id === SECTION.custom) continue;
    const place = ORDER.indexOf(id);
    if (place < 0) throw new ModuleRefused(`there is no section ${id}`, start);
    if (place <= last) throw new ModuleRefused(`section ${id} is out of order`, start);
    last = place;
  }
  return sections;
}

function readSection(id: number, reader: ByteReader, module: Growing<CoreModule>): void {
  switch (id) {
    case SECTION.type:
      each(reader, () => {
        readTypes(reader, module);
      });
      break;
    case SECTION.import:
      each(reader, () => {
        readImport(reader, module);
      });
      break;
    case SECTION.function:
      each(reader, () => {
        module.functions.push(typeIndex(reader, module));
      });
      break;
    case SECTION.table:
      each(reader, () => {
        module.tables.push(readTable(reader));
      });
      break;
    case SECTION.memory:
      each(reader, () => {
        module.memories.push(readMemory(reader));
      });
      break;
    case SECTION.global:
      each(reader, () => {
        module.globals.push(readGlobal(reader));
        readConstant(reader);
      });
      break;
    case SECTION.export:
      each(reader, () => {
        module.exports.push(readExport(reader, module));
      });
      break;
    case SECTION.start:
      module.start = readStart(reader, module);
      break;
    case SECTION.element:
      each(reader, () => {
        if (readElement(reader).passive) module.hasPassiveElements = true;
      });
      break;
    case SECTION.data:
      each(reader, () => {
        module.data.push(readDataSegment(reader) satisfies DataSegment);
      });
      break;
  }
}

function each(reader: ByteReader, read: () => void): void {
  const count = reader.count();
  for (let index = 0; index < count; index += 1) read();
  if (!reader.done) throw new ModuleRefused("a section is longer than what it holds", reader.at);
}

function readTypes(reader: ByteReader, module: Growing<CoreModule>): void {
  const form = reader.byte();
  if (form === FUNCTION) module.types.push(readFunctionType(reader));
  else if (form >= FIRST_OBJECT && form <= LAST_OBJECT)
    throw new ModuleRefused(
      "the module declares objects of the garbage collection proposal: they live outside of linear memory, where no memory limit holds them",
    );
  else throw new ModuleRefused("a type has an unknown form", reader.at - 1);
}

function readFunctionType(reader: ByteReader): FunctionType {
  const list = () => Array.from({ length: reader.count() }, () => readValueType(reader));
  return { parameters: list(), results: list() };
}

function typeIndex(reader: ByteReader, module: CoreModule): number {
  const at = reader.at;
  const index = reader.u32();
  if (index >= module.types.length) throw new ModuleRefused(`there is no type ${index}`, at);
  return index;
}

function readImport(reader: ByteReader, module: Growing<CoreModule>): void {
  const start = reader.at;
  const from = reader.name();
  const name = reader.name();
  const kind = readKind(reader);
  let type: ModuleImport["type"] = null;
  if (kind === "function") {
    const index = typeIndex(reader, module);
    module.functions.push(index);
    type = module.types[index] ?? null;
  } else if (kind === "table") module.tables.push(readTable(reader));
  else if (kind === "memory") module.memories.push(readMemory(reader));
  else if (kind === "global") module.globals.push(readGlobal(reader));
  else readTag(reader, module);
  module.imports.push({ module: from, name, kind, type, start, end: reader.at });
}

function readStart(reader: ByteReader, { functions, types }: CoreModule): number {
  const at = reader.at;
  const start = reader.u32();
  const type = types[functions[start] ?? -1];
  if (type === undefined || type.parameters.length + type.results.length > 0)
    throw new ModuleRefused(`the start function ${start} does not exist, or takes or gives something`, at);
  return start;
}

function readTag(reader: ByteReader, module: CoreModule): void {
  reader.skip(1);
  typeIndex(reader, module);
}

function readKind(reader: ByteReader): ExternKind {
  const kind = KINDS[reader.byte()];
  if (kind === undefined) throw new ModuleRefused("there is no such kind of import or export", reader.at - 1);
  return kind;
}

function readTable(reader: ByteReader): TableType {
  const hasInitialiser = reader.bytes[reader.at] === 0x40;
  if (hasInitialiser) reader.skip(2);
  const type = readValueType(reader);
  const start = reader.at;
  const flags = reader.byte();
  if (flags > 1) throw new ModuleRefused("a table has 64-bit indices or is shared: build the module without", start);
  const limits = readLimits(reader, flags);
  const end = reader.at;
  if (hasInitialiser) readConstant(reader);
  return { ...limits, type, start, end };
}

function readMemory(reader: ByteReader): MemoryType {
  const flags = reader.byte();
  if (flags > 0x0f) throw new ModuleRefused("a memory's limits have unknown flags", reader.at - 1);
  const limits = readLimits(reader, flags);
  if ((flags & 4) === 0 && Math.max(limits.minimum, limits.maximum ?? 0) > MAX_PAGES)
    throw new ModuleRefused(`a memory has more than ${MAX_PAGES} pages`, reader.at);
  const pageSizeLog2 = (flags & 8) === 0 ? null : reader.u32();
  return { ...limits, shared: (flags & 2) !== 0, wide: (flags & 4) !== 0, pageSizeLog2 };
}

function readLimits(reader: ByteReader, flags: number): Limits {
  const start = reader.at;
  const read = () => ((flags & 4) === 0 ? reader.u32() : reader.u64());
  const minimum = read();
  const maximum = (flags & 1) === 0 ? null : read();
  if (maximum !== null && maximum < minimum) throw new ModuleRefused("a maximum is smaller than its minimum", start);
  return { minimum, maximum };
}

function readGlobal(reader: ByteReader): GlobalType {
  const type = readValueType(reader);
  return { type, mutable: (reader.byte() & 1) !== 0 };
}

function readExport(reader: ByteReader, module: CoreModule): ModuleExport {
  const name = reader.name();
  const kind = readKind(reader);
  const at = reader.at;
  const index = reader.u32();
  const spaces = { function: module.functions, table: module.tables, memory: module.memories, global: module.globals };
  if (kind !== "tag" && index >= spaces[kind].length)
    throw new ModuleRefused(`the export "${name}" names ${kind} ${index}, which does not exist,`, at);
  return { name, kind, index };
}
