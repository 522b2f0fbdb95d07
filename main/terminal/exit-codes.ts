/** What the command's exit code says; the same for every command. */
export const EXIT = {
  fine: 0,
  /** The function or a budget failed; the outcome is in the document. */
  failed: 1,
  /** The command line is wrong, or names something that is not there. */
  usage: 2,
  /** The source did not build. */
  build: 3,
  /** Coldframe itself failed. */
  internal: 4,
} as const;

/** The command line is wrong. `message` is one line: what is wrong, and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
