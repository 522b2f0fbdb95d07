import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { migrate, pendingMigrations } from "./migrate";
import { MIGRATIONS } from "./migrations";
import type { Migration } from "./migrations";
import { asStoreError, guarded, storeError } from "./store-error";

export interface ConnectionOptions {
  /** Absolute path of the database. */
  readonly file: string;
  /** How long a statement waits for another process's lock; milliseconds. */
  readonly busyTimeoutMs: number;
  /** Path of better-sqlite3's addon, where its own is not the right one. */
  readonly nativeBinding: string | null;
  readonly migrations?: readonly Migration[];
}

/** Pages of write-ahead log before it is folded into the file: 16 MiB. Fewer, larger checkpoints cost less in a burst. */
const CHECKPOINT_PAGES = 4000;
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;
const BUSY_RETRY_MS = 20;

/** A connection to a file that `openDatabase` has brought up to date. */
export function connect(options: ConnectionOptions): Database {
  const database = openFile(options, { timeout: options.busyTimeoutMs });
  try {
    return configure(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function configure(database: Database): Database {
  // Must come before the first page; on a file that is in use it would only take the write lock.
  if (database.pragma("page_count", { simple: true }) === 0) database.pragma("auto_vacuum = INCREMENTAL");
  database.pragma("journal_mode = WAL");
  // NORMAL: a killed process loses nothing, a power cut may lose the last moments but never the file.
  database.pragma("synchronous = NORMAL");
  database.pragma("foreign_keys = ON");
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
  return database;
}

/**
 * Opens the file for writing, made anew or brought up to date. A file that is newer, damaged, foreign or read-only is refused
 * with a StoreError before anything is written to it.
 */
export async function openDatabase(options: ConnectionOptions): Promise<Database> {
  const deadline = Date.now() + options.busyTimeoutMs;
  for (;;) {
    try {
      return guarded(options.file, () => openOnce(options));
    } catch (error) {
      // SQLite doesn't wait while a file turns to its write-ahead log: two first starts at once meet here.
      if (asStoreError(error, options.file)?.code !== "store-busy" || Date.now() >= deadline) throw error;
      await delay(BUSY_RETRY_MS);
    }
  }
}

function openOnce(given: ConnectionOptions): Database {
  const { migrations = MIGRATIONS } = given;
  create(given.file);
  // Processes must find each other's locks beside the file, by whatever link they came.
  const file = realpathSync(given.file);
  refuseUnwritable(file);
  const options = { ...given, file };
  inspect(options, migrations);
  const connection = connect(options);
  try {
    migrate(connection, migrations, Date.now());
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Only the owner may read it: requests hold cookies, tokens and environment variables. */
function create(file: string): void {
  if (existsSync(file)) return;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (isSystemError(error, "EEXIST") && existsSync(file)) return;
    if (isSystemError(error, "EACCES") || isSystemError(error, "EPERM")) throw readOnly(file, error);
    throw error;
  }
}

function refuseUnwritable(file: string): void {
  if (statSync(file).isDirectory()) throw storeError("store-unreadable", file, "it is a folder");
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw asStoreError(error, file) ?? error;
  }
  try {
    accessSync(file, constants.W_OK);
    // The write-ahead log and the session's lock are made beside the file.
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw readOnly(file, error);
  }
}

function readOnly(file: string, error: unknown): Error {
  return storeError("store-read-only", file, error instanceof Error ? error.message : String(error), error);
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Looks at the file without the means to change it. */
function inspect(options: ConnectionOptions, migrations: readonly Migration[]): void {
  const database = openFile(options, { timeout: options.busyTimeoutMs, readonly: true });
  try {
    pendingMigrations(database, migrations, options.file);
  } finally {
    database.close();
  }
}

/** Opens the options' file, or what `source` gives instead of it; errors name the file. */
export function openFile(
  options: ConnectionOptions,
  settings: SqliteDatabase.Options,
  source: string | Buffer = options.file,
): Database {
  const binding = options.nativeBinding === null ? {} : { nativeBinding: options.nativeBinding };
  return guarded(options.file, () => new SqliteDatabase(source, { ...settings, ...binding }));
}
