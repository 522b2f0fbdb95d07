import type { Artifact, BuildProblem, LanguageId } from "../../model";
import type { ResolvedEntry } from "../resolve-entry";
import type { CompilerThreads } from "./compiler-threads";

/** Texts that are in an editor and not in their files, by the files' absolute paths, with symbolic links resolved. */
export type UnsavedTexts = ReadonlyMap<string, string>;

/** A language that functions are written in: which files are of it, and how to get its compiler. Knowing a language loads nothing. */
export interface Language {
  readonly id: LanguageId;
  /** Files that make a folder a function of this language, relative to it, best first. */
  readonly entryNames: readonly string[];
  /** Whether a file is of this language. Each is of one at most. */
  readonly takes: (file: string) => boolean;
  /**
   * What is wrong with sources of which some are not saved yet: errors, or else warnings. Only of languages whose compiler reads texts
   * that are in no file.
   */
  readonly check?: (
    entry: ResolvedEntry,
    unsaved: UnsavedTexts,
    threads: CompilerThreads,
  ) => Promise<readonly BuildProblem[]>;
  /** A compiler for one function. What it is made of is loaded by its first build. */
  readonly open: (threads: CompilerThreads) => Compiler;
}

/** Builds one function. Between builds it keeps what makes the next one cheaper. */
export interface Compiler {
  /** Expected failures are values; the time that it takes has a limit. */
  compile(entry: ResolvedEntry): Promise<Compilation>;
  /** Forgets what it kept: files changed in a way that it can't see. It can compile again afterwards. */
  close(): Promise<void>;
}

export type Compilation = {
  /** Absolute paths of the files that went in; after a failure, also those where what was missing might turn up. */
  readonly inputs: readonly string[];
} & (
  | { readonly ok: true; readonly output: CompilerOutput; readonly warnings: readonly BuildProblem[] }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] }
);

/** What of an artifact the compiler decides. */
export type CompilerOutput = Pick<Artifact, "kind" | "engine" | "code" | "sourceMap" | "debugInfo" | "modules">;

/** What a compiler said. */
export function problemsOf(compilation: Compilation): readonly BuildProblem[] {
  return compilation.ok ? compilation.warnings : compilation.problems;
}
