import { EXPORTED } from "../../wasm";
import type { LogRelay } from "./imports";
import { lend } from "./imports";

const PAGE_BYTES = 65_536;

type Exported = (...parameters: number[]) => unknown;
/** By the global's export name. */
export type GlobalValue = readonly [name: string, value: number | bigint];

/** One instance of a rewritten core module, with its memory. */
export class WasmInstance {
  readonly memory: WebAssembly.Memory | null;
  readonly maxPages: number;
  readonly #exports: WebAssembly.Instance["exports"];
  readonly #mutableGlobals: readonly (readonly [name: string, global: WebAssembly.Global<number | bigint>])[];
  readonly #allTables: readonly WebAssembly.Table[];
  /** What `keep` noted. */
  #globals: readonly GlobalValue[] = [];
  #tables: readonly (readonly unknown[])[] = [];

  private constructor(memory: WebAssembly.Memory | null, maxPages: number, exports: WebAssembly.Instance["exports"]) {
    this.memory = memory;
    this.maxPages = maxPages;
    this.#exports = exports;
    const entries = Object.entries(exports);
    this.#mutableGlobals = entries
      .filter(([name]) => EXPORTED.isGlobal(name))
      .map(([name, value]) => [name, value as WebAssembly.Global<number | bigint>]);
    this.#allTables = entries.filter(([name]) => EXPORTED.isTable(name)).map(([, value]) => value as WebAssembly.Table);
  }

  /** `memory`: one of at least the pages that the module needs, and of no more than `maxPages` ever. */
  static make(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory | null,
    maxPages: number,
    logs: LogRelay,
  ): WasmInstance {
    const { exports } = new WebAssembly.Instance(module, lend(memory, logs));
    return new WasmInstance(memory, maxPages, exports);
  }

  get memoryBytes(): number {
    return this.memory?.buffer.byteLength ?? 0;
  }

  /** No further page of memory is to be had. */
  get full(): boolean {
    return this.memory !== null && this.memoryBytes >= this.maxPages * PAGE_BYTES;
  }

  /** A view of memory; growing it makes another necessary. */
  get bytes(): Uint8Array {
    return this.memory === null ? new Uint8Array(0) : new Uint8Array(this.memory.buffer);
  }

  /** Null where the module exports no such function. */
  exported(name: string): Exported | null {
    const found = this.#exports[name];
    return typeof found === "function" ? (found as Exported) : null;
  }

  /** Runs the start function, and `_initialize`, which is how reactors name theirs. */
  start(): void {
    this.exported(EXPORTED.start)?.();
    const initialize = this.exported("_initialize");
    if (initialize?.length === 0) initialize();
  }

  get starts(): boolean {
    return this.exported(EXPORTED.start) !== null || this.exported("_initialize")?.length === 0;
  }

  /** The mutable globals. */
  globals(): GlobalValue[] {
    return this.#mutableGlobals.map(([name, { value }]) => [name, value]);
  }

  setGlobals(values: readonly GlobalValue[]): void {
    const wanted = new Map(values);
    for (const [name, global] of this.#mutableGlobals) global.value = wanted.get(name) ?? global.value;
  }

  /** The elements of all tables. */
  tables(): unknown[][] {
    return this.#allTables.map((table) => Array.from({ length: table.length }, (_, index) => table.get(index)));
  }

  /** Notes the state of globals and tables, to be given back by `giveBack`. */
  keep(): void {
    this.#globals = this.globals();
    this.#tables = this.tables();
  }

  /** Restores what `keep` noted. False: a table has grown, which can't be undone. */
  giveBack(): boolean {
    const tables = this.#allTables;
    if (tables.some((table, index) => table.length !== this.#tables[index]?.length)) return false;
    this.setGlobals(this.#globals);
    for (const [at, table] of tables.entries())
      for (const [index, element] of (this.#tables[at] ?? []).entries())
        if (table.get(index) !== element) table.set(index, element);
    return true;
  }
}
