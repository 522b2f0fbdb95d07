/** The compiler of one language, as it is found on this machine now. */
export interface ToolchainReport {
  /** As people write it: `Rust`. */
  readonly language: string;
  /** Null: none is installed that makes Wasm. */
  readonly found: {
    /** Absolute path. */
    readonly executable: string;
    /** As it names itself: `rustc 1.63.0`. */
    readonly version: string;
    /** What it can't make, one line each with what to install. */
    readonly lacks: readonly string[];
  } | null;
  /** One line: what to install. */
  readonly installHint: string;
}
