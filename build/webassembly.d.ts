/**
 * The part of the WebAssembly JavaScript interface that the runtime uses. TypeScript has it only in its DOM library, whose
 * other types have no place in code for Node. Source: https://webassembly.github.io/spec/js-api/
 */
declare namespace WebAssembly {
  type ExternType = "function" | "table" | "memory" | "global";
  type ImportValue = ((...args: never[]) => unknown) | Memory | Table | Global;
  type Imports = Record<string, Record<string, ImportValue>>;

  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- the standard's own shape
  class Module {
    constructor(bytes: ArrayBuffer | ArrayBufferView);
    static imports(module: Module): { module: string; name: string; kind: ExternType }[];
    static exports(module: Module): { name: string; kind: ExternType }[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Record<string, ImportValue>;
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    /** Grows by `delta` pages of 64 KiB and returns the former size in pages; throws RangeError past the maximum. */
    grow(delta: number): number;
  }
  class Table {
    constructor(descriptor: { element: "anyfunc" | "externref"; initial: number; maximum?: number });
    readonly length: number;
    get(index: number): unknown;
    set(index: number, value?: unknown): void;
    grow(delta: number, value?: unknown): number;
  }
  class Global<T = number> {
    constructor(descriptor: { value: string; mutable?: boolean }, value?: T);
    value: T;
  }
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}
  /** What Wasm code throws; no Error by itself. */
  class Exception {
    readonly stack?: string;
  }

  function compile(bytes: ArrayBuffer | ArrayBufferView): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function validate(bytes: ArrayBuffer | ArrayBufferView): boolean;
}
