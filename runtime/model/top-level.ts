/** What a function's top level costs at a start that evaluates it: on a platform without snapshots, each cold one. */
export interface TopLevel {
  /** The function's own top level, parsed and evaluated again and again: how long each took, microseconds. */
  readonly samplesUs: readonly number[];
  /** The same with a clock in each module, medians of as many: the whole, what parsing and compiling took, and what no module covers. `n` 0: no clock could be put in. */
  readonly timed: {
    readonly n: number;
    readonly wallUs: number;
    readonly parseUs: number;
    readonly unaccountedUs: number;
  };
  /** In the order in which they run. */
  readonly modules: readonly ModuleTime[];
  /** What a snapshot freezes. */
  readonly frozen: readonly FrozenRead[];
}

/** One module of the bundle. Times in microseconds, medians. */
export interface ModuleTime {
  /** As in `ArtifactModule`. */
  readonly path: string;
  /** The npm package that it is of. */
  readonly package: string | null;
  /** The module for which it is loaded: the first that imports it, as they run. Null: the entry, or not known. */
  readonly parent: string | null;
  /** In the bundle. */
  readonly bytes: number;
  /** With the modules that are loaded for it: those that it imports, and nobody before it. Null: data, which no clock can be put into. */
  readonly initUs: number | null;
  /** Its own statements alone. */
  readonly selfInitUs: number | null;
}

/** A read of time or chance at the top level: every start from the snapshot has the same value. */
export interface FrozenRead {
  /** `Date.now()`, `Math.random()` … */
  readonly what: string;
  /** Relative to the function's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** How often the line did it. */
  readonly count: number;
}
