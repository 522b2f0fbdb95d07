/** What a core module declares. The binary format: https://webassembly.github.io/spec/core/binary/modules.html */

/** `ref`: any reference but the two plain ones. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "funcref" | "externref" | "ref";

export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Pages of 64 KiB, or a table's elements. */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | null;
}

/** `start` and `end`: the bytes of its limits in the module. */
export interface TableType extends Limits {
  readonly type: ValueType;
  readonly start: number;
  readonly end: number;
}

export interface MemoryType extends Limits {
  readonly shared: boolean;
  /** Addresses are 64 bits long (the memory64 proposal). */
  readonly wide: boolean;
  /** Of 2^n bytes, where not 64 KiB (the custom page sizes proposal). */
  readonly pageSizeLog2: number | null;
}

export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

export type ExternKind = "function" | "table" | "memory" | "global" | "tag";

/** `start` and `end`: its bytes in the module. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternKind;
  /** Of a function; null otherwise. */
  readonly type: FunctionType | null;
  readonly start: number;
  readonly end: number;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternKind;
  /** In the index space of its kind, imports first. */
  readonly index: number;
}

/** One section: `start` is where its id is, its body from `bodyStart` to `end`. */
export interface Section {
  readonly id: number;
  /** Of a custom section. */
  readonly name: string | null;
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
}

/** One data segment. `offset` null: it is passive, or its place is not a plain number. */
export interface DataSegment {
  readonly passive: boolean;
  readonly offset: number | null;
  readonly bytes: Uint8Array;
}

export interface CoreModule {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly FunctionType[];
  readonly imports: readonly ModuleImport[];
  /** Index spaces: imports first. A function is the index of its type. */
  readonly functions: readonly number[];
  readonly tables: readonly TableType[];
  readonly memories: readonly MemoryType[];
  readonly globals: readonly GlobalType[];
  readonly exports: readonly ModuleExport[];
  /** The function that instantiating runs. */
  readonly start: number | null;
  readonly data: readonly DataSegment[];
  /** Whether there are element segments that code may drop, which can't be undone. */
  readonly hasPassiveElements: boolean;
}

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** `(i32, i32) -> (i64)`, as messages show it. */
export function showType({ parameters, results }: FunctionType): string {
  return `(${parameters.join(", ")}) -> (${results.join(", ")})`;
}

export function exportedFunction(module: CoreModule, name: string): FunctionType | null {
  const found = module.exports.find((each) => each.name === name && each.kind === "function");
  if (found === undefined) return null;
  return module.types[module.functions[found.index] ?? -1] ?? null;
}
