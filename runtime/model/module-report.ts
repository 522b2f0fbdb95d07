/** What is in a WebAssembly module. Lists are bounded: each says how many there are. */
export interface ModuleReport {
  readonly bytes: number;
  /** The engine that runs it; null where none does, and `refusal` says why. */
  readonly engine: "wasm" | "wasi" | null;
  readonly refusal: string | null;
  /** In the module's order. */
  readonly sections: readonly ModuleSection[];
  readonly imports: Bounded<{
    readonly module: string;
    readonly name: string;
    readonly kind: string;
    readonly type: string;
  }>;
  readonly exports: Bounded<{ readonly name: string; readonly kind: string; readonly type: string }>;
  readonly memories: readonly ModuleMemory[];
  /** Those with code, the largest first. */
  readonly functions: Bounded<ModuleFunction>;
  /** From the custom section `producers`: languages, compilers and tools, as `processed-by`, `rustc`, `1.83.0`. */
  readonly producers: readonly { readonly field: string; readonly name: string; readonly version: string }[];
  /** From the custom section `target_features`: those that its compiler was allowed to use. */
  readonly features: readonly string[];
}

export interface Bounded<T> {
  readonly count: number;
  readonly items: readonly T[];
}

export interface ModuleSection {
  /** As the specification calls it; a custom one's own name. */
  readonly name: string;
  readonly isCustom: boolean;
  /** From the module's start. */
  readonly offset: number;
  /** With its head. */
  readonly bytes: number;
  /** How many things are in it; null for those that hold no list. */
  readonly items: number | null;
}

/** In pages of 64 KiB. */
export interface ModuleMemory {
  readonly minimum: number;
  /** Null: it has none of its own. */
  readonly maximum: number | null;
  readonly isImported: boolean;
}

export interface ModuleFunction {
  /** Among all functions, imported ones first. */
  readonly index: number;
  /** From the custom section `name`, or by its export; null: it has none. */
  readonly name: string | null;
  readonly type: string;
  /** Of its code. */
  readonly bytes: number;
  /** Where its source begins, by the module's debug sections; null: they do not say, or there are none. `line` is 1-based. */
  readonly source: { readonly file: string; readonly line: number } | null;
}
