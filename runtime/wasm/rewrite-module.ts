import { ByteReader } from "./byte-reader";
import { concatBytes, nameBytes, sectionOf, unsignedBytes } from "./byte-writer";
import { importSection } from "./import-memory";
import { MAX_TABLE_ELEMENTS } from "./interface";
import type { CoreModule, Section, ValueType } from "./module";
import { SECTION } from "./module";

/** Where a rewritten module looks for its linear memory. */
export const MEMORY_IMPORT = { module: "coldframe", name: "memory" } as const;

const GLOBAL = "coldframe:global:";
const TABLE = "coldframe:table:";

/** What a rewritten module exports beside its own. */
export const EXPORTED = {
  start: "coldframe:start",
  global: (index: number): string => `${GLOBAL}${index}`,
  table: (index: number): string => `${TABLE}${index}`,
  isGlobal: (name: string): boolean => name.startsWith(GLOBAL),
  isTable: (name: string): boolean => name.startsWith(TABLE),
} as const;

const DROPPED: readonly number[] = [SECTION.custom, SECTION.memory, SECTION.start];

const FUNCTION_KIND = 0;
const TABLE_KIND = 1;
const GLOBAL_KIND = 3;

export interface RewrittenModule {
  readonly bytes: Uint8Array;
  /** What its data segments put into memory, in order; empty where instantiating does. */
  readonly data: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  /** How far its code moved: an offset in it, minus this, is one in the original. */
  readonly shift: number;
}

/**
 * Rewrites a checked module so that its sandbox holds the reins: memory is imported, so that one compiled module serves every tier;
 * what is initialised by instantiating (data, the start function) is left to its caller, so that each can be timed; mutable globals and
 * tables are exported, so that they can be restored. Function indices and code stay as they are. Custom sections are dropped, but for names.
 */
export function rewriteModule(module: CoreModule): RewrittenModule {
  const ownData = module.data.every(({ passive, offset }) => passive || offset !== null);
  const parts: Uint8Array[] = [module.bytes.subarray(0, 8)];
  let at = 8;
  let shift = 0;
  const add = (id: number, body: Uint8Array): void => {
    const section = sectionOf(id, body);
    parts.push(section);
    at += section.length;
  };
  const imports = importSection(module, MEMORY_IMPORT);
  let imported = imports === null;
  for (const section of module.sections) {
    // What the compiler shows in a stack.
    if (section.name === "name") add(section.id, module.bytes.subarray(section.bodyStart, section.end));
    if (DROPPED.includes(section.id)) continue;
    if (!imported && section.id >= SECTION.import && section.id !== SECTION.type) {
      if (imports !== null) add(SECTION.import, imports);
      imported = true;
    }
    if (section.id === SECTION.import) continue;
    const body = module.bytes.subarray(section.bodyStart, section.end);
    if (section.id === SECTION.table) add(section.id, tableSection(module, section));
    else if (section.id === SECTION.export) add(section.id, exportSection(module));
    else if (section.id === SECTION.data && ownData) add(section.id, dataSection(module));
    else add(section.id, body);
    if (section.id === SECTION.code) shift = at - section.end;
  }
  const data = ownData ? module.data.flatMap(({ offset, bytes }) => (offset === null ? [] : [{ offset, bytes }])) : [];
  return { bytes: concatBytes(parts), data, shift };
}

/** A table may not grow for ever: what it holds is in no memory limit. */
function tableSection({ bytes, tables }: CoreModule, { bodyStart, end }: Section): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = bodyStart;
  for (const { minimum, maximum, start, end: limitsEnd } of tables) {
    const most = Math.max(minimum, Math.floor(MAX_TABLE_ELEMENTS / tables.length));
    const limit = Math.min(maximum ?? most, most);
    parts.push(bytes.subarray(from, start), Uint8Array.from([1, ...unsignedBytes(minimum), ...unsignedBytes(limit)]));
    from = limitsEnd;
  }
  return concatBytes([...parts, bytes.subarray(from, end)]);
}

function exportSection({ bytes, sections, exports, globals, tables, start }: CoreModule): Uint8Array {
  const section = sections.find(({ id }) => id === SECTION.export);
  const added: number[][] = [];
  if (start !== null) added.push([...nameBytes(EXPORTED.start), FUNCTION_KIND, ...unsignedBytes(start)]);
  for (const [index, global] of globals.entries())
    if (global.mutable && isNumber(global.type))
      added.push([...nameBytes(EXPORTED.global(index)), GLOBAL_KIND, ...unsignedBytes(index)]);
  for (const [index, { type }] of tables.entries())
    if (isPlainReference(type)) added.push([...nameBytes(EXPORTED.table(index)), TABLE_KIND, ...unsignedBytes(index)]);
  const count = unsignedBytes(exports.length + added.length);
  const old = section === undefined ? new Uint8Array(0) : bytes.subarray(afterCount(bytes, section), section.end);
  return concatBytes([Uint8Array.from(count), old, Uint8Array.from(added.flat())]);
}

/**
 * Whether all that an instance's code may change can be seen and set from outside of it: numbers and plain references, but not which
 * segments it dropped.
 */
export function isOpenState({ globals, tables, data, hasPassiveElements }: CoreModule): boolean {
  return (
    !hasPassiveElements &&
    data.every(({ passive }) => !passive) &&
    globals.every(({ mutable, type }) => !mutable || isNumber(type)) &&
    tables.every(({ type }) => isPlainReference(type))
  );
}

function isNumber(type: ValueType): boolean {
  return type === "i32" || type === "i64" || type === "f32" || type === "f64";
}

function isPlainReference(type: ValueType): boolean {
  return type === "funcref" || type === "externref";
}

/** Where a section's list begins: its count may be written in more bytes than it needs. */
function afterCount(bytes: Uint8Array, { bodyStart, end }: Section): number {
  const reader = new ByteReader(bytes, bodyStart, end);
  reader.u32();
  return reader.at;
}

/** Segments that are put into memory by the sandbox are empty and passive: to the module's code they are as dropped as before. */
function dataSection({ data }: CoreModule): Uint8Array {
  const segments = data.map(({ passive, bytes }) =>
    concatBytes([
      Uint8Array.from([1, ...unsignedBytes(passive ? bytes.length : 0)]),
      passive ? bytes : new Uint8Array(0),
    ]),
  );
  return concatBytes([Uint8Array.from(unsignedBytes(data.length)), ...segments]);
}
