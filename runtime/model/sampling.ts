/** What time in a call can be spent in. */
export const FRAME_KINDS = {
  function: "a function of the bundle",
  "web-api": "Coldframe's Web APIs, inside the sandbox",
  "built-in": "a function of the engine's own",
  host: "the host works for the function: cryptography, compression, the console",
  unpolled:
    "the engine did not poll for long: a built-in function, garbage collection, or the machine was busy with something else",
  idle: "the call waits: for a timer, a fetch, the request's body",
} as const;
export type FrameKind = keyof typeof FRAME_KINDS;

/** One function that was seen on the stack. */
export interface SampledFunction {
  readonly kind: FrameKind;
  /** Empty where it has none. */
  readonly name: string;
  /** Relative to the function's folder once it is mapped to its source, the bundle before; null where there is none. */
  readonly file: string | null;
  /** Where it is defined, 1-based; 0 where that is not known. */
  readonly line: number;
  readonly column: number;
  /** Of a function in a Wasm module, also where its source is known. */
  readonly code?: WasmCode;
}

/** Where a function's code is in a Wasm module. */
export interface WasmCode {
  /** In the index space of functions, imports first. */
  readonly index: number;
  /** Its begin in the file, bytes. */
  readonly offset: number;
}

/** A stack, by its innermost function and the stack that called it. */
export interface SampledNode {
  /** Index of the function. */
  readonly function: number;
  /** Index of the node that called it, always a lower one; -1 for a stack of one. */
  readonly parent: number;
}

/** A stretch of time that is taken to have been spent in one stack. */
export interface StackSample {
  /** Index of the node. */
  readonly node: number;
  readonly durationUs: number;
}

/** What was seen of one call while its stack was sampled; of several, where the engine gathers them. */
export interface SampledCall {
  readonly functions: readonly SampledFunction[];
  readonly nodes: readonly SampledNode[];
  /** In order. One may hold what the calls before it left over: see QuickJS's `Sampler`. */
  readonly samples: readonly StackSample[];
  /** The call in the sandbox, from its begin to its end. */
  readonly wallUs: number;
}

/** How a call's stack is sampled. */
export interface Sampling {
  /** About how often, microseconds. */
  readonly everyUs: number;
  /** No call after it is sampled: what was gathered until then is said by its end. */
  readonly last: boolean;
}
