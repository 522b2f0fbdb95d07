import { dirname } from "node:path";

/** Why the store can't do what was asked, one line of gloss each. Tests and scripts compare codes, never prose. */
export const STORE_ERROR_CODES = {
  "store-newer": "a newer Coldframe made or migrated the file",
  "store-edited-migration": "a migration that the file records is not the one this Coldframe has under that number",
  "store-corrupt": "the file is damaged or is no SQLite database",
  "store-foreign": "the file is an SQLite database of another program",
  "store-read-only": "the file or its folder can't be written",
  "store-unreadable": "the file or its folder can't be opened",
  "store-busy": "another process held the file for longer than the timeout",
  "store-full": "the disk is full",
  "store-io": "the disk or the file system reported an error",
  "store-overrun": "records came faster than they could be written, and the backlog's limit was reached",
  "store-writer-died": "the thread that writes ended unexpectedly",
  "store-closed": "the store was used after it was closed",
} as const;
export type StoreErrorCode = keyof typeof STORE_ERROR_CODES;

/** The message is one line: what is wrong, where, what to do, and that nothing was lost. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** Absolute path of the database. */
  readonly file: string;

  constructor(code: StoreErrorCode, file: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.file = file;
  }
}

/** Makes the error of `code` with the words that go with it. `detail` is what the system or SQLite said. */
export function storeError(code: StoreErrorCode, file: string, detail: string, cause?: unknown): StoreError {
  return new StoreError(code, file, `${sentence(code, file)} (${detail})`, cause);
}

function sentence(code: StoreErrorCode, file: string): string {
  const elsewhere = "or set COLDFRAME_HOME to another folder";
  switch (code) {
    case "store-newer":
      return `The history in ${file} belongs to a newer Coldframe: update Coldframe, ${elsewhere}; nothing was changed`;
    case "store-edited-migration":
      return `The history in ${file} was made by a Coldframe with other migrations than this one: use the build that made it, ${elsewhere}; nothing was changed`;
    case "store-corrupt":
      return `The history in ${file} is damaged or no SQLite database: restore a copy, or move it away (Coldframe then starts a new one), ${elsewhere}; nothing was overwritten`;
    case "store-foreign":
      return `${file} is an SQLite database of another program: move it away, ${elsewhere}; nothing was changed`;
    case "store-read-only":
      return `The history in ${file} can't be written: make the file and the folder ${dirname(file)} writable, ${elsewhere}; nothing was lost`;
    case "store-unreadable":
      return `The history in ${file} can't be opened: check the path and its permissions, ${elsewhere}; nothing was lost`;
    case "store-busy":
      return `The history in ${file} is locked by another process: wait for it or end it, then try again; nothing was lost`;
    case "store-full":
      return `The history in ${file} can't grow, the disk is full: free some space, ${elsewhere}; what was written before is safe`;
    case "store-io":
      return `The history in ${file} could not be read or written: check the disk; what was written before is safe`;
    case "store-overrun":
      return `Calls came faster than ${file} could be written: slow down or raise the backlog's limit`;
    case "store-writer-died":
      return `The thread that writes ${file} ended: start Coldframe again; what was written before is safe`;
    case "store-closed":
      return `The history in ${file} was closed: open it again`;
  }
}

const BY_SQLITE_CODE: readonly (readonly [prefix: string, code: StoreErrorCode])[] = [
  ["SQLITE_BUSY", "store-busy"],
  ["SQLITE_LOCKED", "store-busy"],
  ["SQLITE_PROTOCOL", "store-busy"],
  ["SQLITE_READONLY", "store-read-only"],
  ["SQLITE_CANTOPEN", "store-unreadable"],
  ["SQLITE_PERM", "store-unreadable"],
  ["SQLITE_AUTH", "store-unreadable"],
  ["SQLITE_FULL", "store-full"],
  // The file that readers of a log share could not be made as long as it must be.
  ["SQLITE_IOERR_SHMSIZE", "store-full"],
  ["SQLITE_IOERR", "store-io"],
  ["EROFS", "store-read-only"],
  ["EACCES", "store-unreadable"],
  ["EPERM", "store-unreadable"],
  ["EEXIST", "store-unreadable"],
  ["ENOTDIR", "store-unreadable"],
  ["EISDIR", "store-unreadable"],
  ["ENOENT", "store-unreadable"],
  ["ENAMETOOLONG", "store-unreadable"],
  ["ENOSPC", "store-full"],
];

/**
 * What SQLite or the file system threw, as a StoreError; null for anything else, which is a bug. An SQL error counts as
 * damage: our statements fit the tables that our migrations make, so the file no longer has those tables.
 */
export function asStoreError(error: unknown, file: string): StoreError | null {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = BY_SQLITE_CODE.find(([prefix]) => code.startsWith(prefix));
  if (known !== undefined) return storeError(known[1], file, error.message, error);
  if (code.startsWith("SQLITE_") || error instanceof SyntaxError) {
    return storeError("store-corrupt", file, error.message, error);
  }
  if ("syscall" in error) return storeError("store-io", file, error.message, error);
  return null;
}

/** Runs `work`; what SQLite or the file system throws comes out as a StoreError. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error, file) ?? error;
  }
}
