import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { openFile } from "./connection";
import type { ConnectionOptions } from "./connection";
import { pendingMigrations } from "./migrate";
import { MIGRATIONS } from "./migrations";
import { asStoreError, guarded, storeError } from "./store-error";
import type { StoreErrorCode } from "./store-error";

/** A connection that can only read, and what to do when it is no longer needed. */
export interface ReadOnlyDatabase {
  readonly database: Database;
  close(): void;
}

/** Why SQLite can't read a file where it is, though a copy of it may be read. */
const ELSEWHERE: readonly StoreErrorCode[] = ["store-unreadable", "store-read-only", "store-io", "store-full"];
/** Where Linux keeps files in memory: there is room where every disk is full or read-only. */
const MEMORY_FOLDER = "/dev/shm";
/** The header's bytes that say whether a file has a write-ahead log: file format, to write and to read. */
const FORMAT_BYTES = [18, 19] as const;
const WITHOUT_LOG = 1;

/**
 * Opens a file that may be read-only, or on a full disk. SQLite needs to write beside a file with a write-ahead log even to read it:
 * where it can't, a copy in a temporary folder is read, or where there is no room for one either, a copy in this process's memory.
 * Throws a StoreError.
 */
export function openReadOnlyDatabase(options: ConnectionOptions): ReadOnlyDatabase {
  const { file } = options;
  return guarded(file, () => {
    accessSync(file, constants.R_OK);
    try {
      const database = openUpToDate(options, file);
      return { database, close: () => void database.close() };
    } catch (error) {
      const code = asStoreError(error, file)?.code;
      if (code === undefined || !ELSEWHERE.includes(code)) throw error;
      return openCopy(options) ?? openInMemory(options, code);
    }
  });
}

/** `source` is the file itself, a copy, or its bytes; errors name the file. */
function openUpToDate(options: ConnectionOptions, source: string | Buffer): Database {
  const { file, migrations = MIGRATIONS } = options;
  const database = openFile(options, { timeout: options.busyTimeoutMs, readonly: true }, source);
  try {
    const pending = guarded(file, () => pendingMigrations(database, migrations, file));
    if (pending.length > 0) {
      throw storeError("store-read-only", file, "it was made by an older Coldframe and must be migrated first");
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Null where no folder has room for a copy. */
function openCopy(options: ConnectionOptions): ReadOnlyDatabase | null {
  for (const parent of [tmpdir(), MEMORY_FOLDER]) {
    const folder = copyInto(parent, options.file);
    if (folder === null) continue;
    try {
      const database = openUpToDate(options, join(folder, COPY_NAME));
      return {
        database,
        close: () => {
          database.close();
          remove(folder);
        },
      };
    } catch (error) {
      remove(folder);
      const code = asStoreError(error, options.file)?.code;
      if (code === undefined || !ELSEWHERE.includes(code)) throw error;
    }
  }
  return null;
}

const COPY_NAME = "history.sqlite";

/** The new folder with the copy; null where the file system refuses it. */
function copyInto(parent: string, file: string): string | null {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(parent, "coldframe-history-"));
    for (const suffix of ["", "-wal"]) {
      if (!existsSync(file + suffix)) continue;
      const copy = join(folder, COPY_NAME + suffix);
      copyFileSync(file + suffix, copy);
      chmodSync(copy, 0o600);
    }
    return folder;
  } catch {
    if (folder !== null) remove(folder);
    return null;
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The file alone is the whole history only where its log is empty. `code`: why it can't be read where it is. */
function openInMemory(options: ConnectionOptions, code: StoreErrorCode): ReadOnlyDatabase {
  const { file } = options;
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) {
    const detail = `its last calls are in ${file}-wal, and there is no room for a copy to read in ${tmpdir()}: make some, or let TMPDIR name a folder that has it`;
    throw storeError(code, file, detail);
  }
  const bytes = readFileSync(file);
  for (const at of FORMAT_BYTES) bytes[at] = WITHOUT_LOG;
  const database = openUpToDate(options, bytes);
  return { database, close: () => void database.close() };
}
