import type { BuildProblem } from "../../../model";

/** A compiler that is installed and can make Wasm. */
export interface Toolchain {
  readonly executable: string;
  /** `rustc 1.63.0`, as it names itself. */
  readonly version: string;
  /** What it can't make, one line with what to install; empty where nothing is missing. */
  readonly lacks: readonly string[];
}

/** A source for a native compiler. Paths are absolute. */
export interface NativeSource {
  readonly file: string;
  /** The function's folder, in which the compiler runs. */
  readonly folder: string;
  readonly text: string;
  /** Where the module is to go. */
  readonly output: string;
  /** Where the compiler is to list the files that it read, in make's form, if it can. */
  readonly dependencies: string;
}

export interface CompilerCommand {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute paths of files that it reads besides the entry, where it lists none itself. */
  readonly inputs?: readonly string[];
}

/** A language whose compiler is the machine's own. */
export interface NativeToolchain<Found extends Toolchain = Toolchain> {
  readonly name: string;
  /** One line: what to install, for those who have nothing. */
  readonly installHint: string;
  /** Looks for the compiler. Null: there is none that can make Wasm. */
  readonly find: () => Promise<Found | null>;
  /** The command line that compiles a source, or why this toolchain can't, in one line. */
  readonly command: (toolchain: Found, source: NativeSource) => CompilerCommand | { readonly lacking: string };
  /** What the compiler said. */
  readonly problems: (output: string, folder: string) => CompilerProblems;
}

export interface CompilerProblems {
  readonly errors: readonly BuildProblem[];
  readonly warnings: readonly BuildProblem[];
}
