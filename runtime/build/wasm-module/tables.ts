import { type ByteReader, MalformedModule } from "./byte-reader";

export const EXTERNAL_KINDS = ["function", "table", "memory", "global", "tag"] as const;
export type ExternalKind = (typeof EXTERNAL_KINDS)[number];

/** Sizes in the unit of what has them: a memory's in pages, a table's in elements. */
export interface Limits {
  readonly minimum: number;
  /** Null: none of the module's own. */
  readonly maximum: number | null;
  readonly isShared: boolean;
  readonly is64: boolean;
}

/** What an import needs or a definition is. */
export type ExternalType =
  | { readonly kind: "function" | "tag"; readonly typeIndex: number }
  | { readonly kind: "table"; readonly element: string; readonly limits: Limits }
  | { readonly kind: "memory"; readonly limits: Limits }
  | { readonly kind: "global"; readonly type: string; readonly isMutable: boolean };

export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly type: ExternalType;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
}

/** All of these read one section's content, and throw `MalformedModule`. */
export function readImports(reader: ByteReader): readonly ModuleImport[] {
  return readVector(reader, () => {
    const [module, name] = [reader.name(), reader.name()];
    return { module, name, type: readExternalType(reader, kindOf(reader)) };
  });
}

export function readExports(reader: ByteReader): readonly ModuleExport[] {
  return readVector(reader, () => ({ name: reader.name(), kind: kindOf(reader), index: reader.u32() }));
}

/** A count, then that many items. An item takes a byte at least, so the section's length is a bound. */
export function readVector<T>(reader: ByteReader, item: (index: number) => T): T[] {
  const start = reader.at;
  const count = reader.u32();
  if (count > reader.end - reader.at) throw new MalformedModule(`${count} items can't be in its section`, start);
  const items: T[] = [];
  for (let index = 0; index < count; index += 1) items.push(item(index));
  return items;
}

export function readExternalType(reader: ByteReader, kind: ExternalKind): ExternalType {
  switch (kind) {
    case "function":
      return { kind, typeIndex: reader.u32() };
    case "tag":
      reader.byte();
      return { kind, typeIndex: reader.u32() };
    case "table":
      return { kind, element: readValueType(reader), limits: readLimits(reader) };
    case "memory":
      return { kind, limits: readLimits(reader) };
    case "global":
      return { kind, type: readValueType(reader), isMutable: reader.byte() === 1 };
  }
}

function kindOf(reader: ByteReader): ExternalKind {
  const start = reader.at;
  const kind = EXTERNAL_KINDS[reader.byte()];
  if (kind === undefined) throw new MalformedModule("an import or export is of no known kind", start);
  return kind;
}

/** Flags: 1 has a maximum, 2 shared, 4 64-bit, 8 a page size of its own. */
export function readLimits(reader: ByteReader): Limits {
  const flags = reader.byte();
  if (flags > 15) throw new MalformedModule("a memory's or table's limits are of no known kind", reader.at - 1);
  const is64 = (flags & 4) !== 0;
  const size = (): number => (is64 ? Number(reader.u64()) : reader.u32());
  const minimum = size();
  const maximum = (flags & 1) === 0 ? null : size();
  if ((flags & 8) !== 0) reader.u32();
  return { minimum, maximum, isShared: (flags & 2) !== 0, is64 };
}

const VALUE_TYPES: Readonly<Record<number, string>> = {
  ...{ 0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64", 0x7b: "v128", 0x78: "i8", 0x77: "i16" },
  ...{ 0x74: "nullexnref", 0x73: "nullfuncref", 0x72: "nullexternref", 0x71: "nullref", 0x70: "funcref" },
  ...{ 0x6f: "externref", 0x6e: "anyref", 0x6d: "eqref", 0x6c: "i31ref", 0x6b: "structref", 0x6a: "arrayref" },
  0x69: "exnref",
};
const REFERENCE = 0x64;
const NULLABLE_REFERENCE = 0x63;

/** A value type by its name in the text format. */
export function readValueType(reader: ByteReader): string {
  const start = reader.at;
  const byte = reader.byte();
  if (byte === REFERENCE || byte === NULLABLE_REFERENCE) {
    const heap = VALUE_TYPES[reader.bytes[reader.at] ?? 0]?.replace(/ref$/, "");
    const name = heap === undefined ? String(reader.u32()) : heap;
    if (heap !== undefined) reader.byte();
    return byte === REFERENCE ? `(ref ${name})` : `(ref null ${name})`;
  }
  const type = VALUE_TYPES[byte];
  if (type === undefined) throw new MalformedModule(`0x${byte.toString(16)} is no value type`, start);
  return type;
}
