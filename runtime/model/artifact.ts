/** What an artifact holds: a bundled ES module, a core Wasm module, or a WASI command. */
export type ArtifactKind = "js" | "wasm" | "wasi";

/** What can run an artifact. */
export const ENGINES = ["quickjs", "wasm", "wasi"] as const;
export type Engine = (typeof ENGINES)[number];

/** One module that went into an artifact. `path` is relative to the function's folder, with forward slashes. */
export interface ArtifactModule {
  readonly path: string;
  /** Bytes it takes up in the artifact, after tree shaking. */
  readonly bytes: number;
}

/**
 * Where a module's code comes from, by its compiler's word: DWARF. It is kept beside the code and is no part of the version: engines have no
 * use for it, and nobody deploys it.
 */
export interface ModuleDebugInfo {
  /** A module, of which only the debug sections count. */
  readonly sections: Uint8Array;
  /** The function's folder, absolute: where its paths begin. */
  readonly folder: string;
}

/** What build makes of a source. Immutable; the same source always gives the same artifact. */
export interface Artifact {
  /** `sha256:` and 64 hexadecimal digits over `code`. This is the function's version. */
  readonly version: string;
  readonly kind: ArtifactKind;
  readonly engine: Engine;
  /** The function's name: its folder, or its file without the extension. */
  readonly name: string;
  /** Absolute path of the entry file. */
  readonly entry: string;
  /** The bundle: UTF-8 source for `js`. */
  readonly code: Uint8Array;
  /** Source map v3 as JSON; paths in it are relative to the function's folder. Null where there is none. */
  readonly sourceMap: string | null;
  /** Null where there is none. */
  readonly debugInfo: ModuleDebugInfo | null;
  readonly modules: readonly ArtifactModule[];
}

/** One place in a source. `file` is absolute, `line` and `column` are 1-based. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The source line itself. */
  readonly lineText: string;
}

/** Why a source did not build, one line of gloss each. */
export const BUILD_FAILURE_CODES = {
  "entry-not-found": "no such file or folder",
  "entry-unreadable": "the entry exists but can't be read",
  "no-entry-in-folder": "the folder has no index.*, package.json main, or platform project file that names an entry",
  "unsupported-entry": "the entry's file type is not one that Coldframe builds",
  syntax: "a source has a syntax error",
  "unresolved-import": "an import can't be resolved",
  "node-builtin": "an import needs a Node built-in, which edge platforms and the sandbox don't have",
  "compile-error": "a compiler refused a source: a name, a type, or what else its language checks",
  "toolchain-missing": "the language's compiler is not installed, or lacks what it needs for WebAssembly",
  "build-failed": "the bundler or compiler failed for another reason",
  "refused-module": "a Wasm module is malformed, or asks for what there is not",
  "suspicious-code": "a source builds, but probably doesn't do what it says; only in warnings",
} as const;
export type BuildFailureCode = keyof typeof BUILD_FAILURE_CODES;

/** What was to be built is not there: nothing is wrong with its source. */
export function isMissing({ code }: BuildProblem): boolean {
  return code === "entry-not-found" || code === "no-entry-in-folder";
}

export interface BuildProblem {
  readonly code: BuildFailureCode;
  /** One line: what is wrong and what to do. */
  readonly message: string;
  readonly location: SourceLocation | null;
  /** For imports: the chain from the entry to the module that imports it, entry first; paths as in `ArtifactModule`. */
  readonly importChain: readonly string[];
}

export type BuildResult =
  | {
      readonly ok: true;
      readonly artifact: Artifact;
      readonly buildUs: number;
      readonly warnings: readonly BuildProblem[];
    }
  | { readonly ok: false; readonly problems: readonly [BuildProblem, ...BuildProblem[]]; readonly buildUs: number };
