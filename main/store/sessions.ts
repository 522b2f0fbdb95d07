/**
 * Who is writing to the file. Each process holds an exclusive lock on a tiny SQLite file of its own for as long as it lives; the
 * operating system lets go of it however the process ends. A session whose lock can be taken is over, and so are its calls.
 *
 * Sessions are made and cleared away inside a write transaction on the database, so that nobody sees one half made.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import type { Database } from "better-sqlite3";
import type { FailureCode, Outcome } from "../../runtime/model";

export interface Session {
  readonly seq: number;
  /** Marks the session's unfinished calls interrupted and lets go of its lock. Idempotent. */
  end(): void;
}

interface SessionRow {
  readonly seq: number;
  readonly lockName: string;
}

const INTERRUPTED: Outcome = "interrupted";
const PROCESS_ENDED: FailureCode = "process-ended";
const PROCESS_ENDED_MESSAGE = "Coldframe ended while the call ran";

/** Clears away sessions that are over, then starts one for this process. */
export function startSession(database: Database, nativeBinding: string | null, nowMs: number): Session {
  let lock: Database | null = null;
  const start = database.transaction((): SessionRow => {
    endDeadSessions(database, nativeBinding, null);
    removeStrayLocks(database);
    const lockName = `${basename(database.name)}.session-${randomUUID()}`;
    lock = new SqliteDatabase(join(dirname(database.name), lockName), bindingOf(nativeBinding));
    lock.exec("BEGIN EXCLUSIVE");
    const { lastInsertRowid } = database
      .prepare("INSERT INTO session (pid, lock_name, started_at_ms) VALUES (?, ?, ?)")
      .run(process.pid, lockName, nowMs);
    return { seq: Number(lastInsertRowid), lockName };
  });
  try {
    const row = start.immediate();
    return {
      seq: row.seq,
      end: () => {
        endOwnSession(database, row, lock);
      },
    };
  } catch (error) {
    closeLock(lock);
    throw error;
  }
}

function closeLock(lock: Database | null): void {
  lock?.close();
}

function endOwnSession(database: Database, row: SessionRow, lock: Database | null): void {
  if (lock?.open !== true) return;
  const end = database.transaction(() => {
    clearAway(database, row);
    lock.close();
    rmSync(join(dirname(database.name), row.lockName), { force: true });
  });
  try {
    end.immediate();
  } finally {
    lock.close();
  }
}

/** Marks the unfinished calls of processes that are gone as interrupted. Returns how many sessions were over. */
export function recoverSessions(database: Database, nativeBinding: string | null, ownSeq: number): number {
  return database.transaction(() => endDeadSessions(database, nativeBinding, ownSeq)).immediate();
}

function endDeadSessions(database: Database, nativeBinding: string | null, ownSeq: number | null): number {
  const rows = database
    .prepare<[number], SessionRow>("SELECT seq, lock_name AS lockName FROM session WHERE seq <> ?")
    .all(ownSeq ?? -1);
  const dead = rows.filter((row) => !isHeld(join(dirname(database.name), row.lockName), nativeBinding));
  for (const row of dead) {
    clearAway(database, row);
    rmSync(join(dirname(database.name), row.lockName), { force: true });
  }
  return dead.length;
}

/** Files beside the database that were left by a process that ended before its session was committed. */
function removeStrayLocks(database: Database): void {
  const prefix = `${basename(database.name)}.session-`;
  const known = new Set(database.prepare<[], string>("SELECT lock_name FROM session").pluck().all());
  for (const name of readdirSync(dirname(database.name))) {
    if (name.startsWith(prefix) && !known.has(name)) rmSync(join(dirname(database.name), name), { force: true });
  }
}

/** Whether a process holds the lock. In doubt (another user's file, a broken disk) it does: no running call is ever taken away. */
function isHeld(path: string, nativeBinding: string | null): boolean {
  let lock: Database | null = null;
  try {
    lock = new SqliteDatabase(path, { ...bindingOf(nativeBinding), fileMustExist: true, timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    return false;
  } catch (error) {
    return !isMissing(error, path);
  } finally {
    lock?.close();
  }
}

function isMissing(error: unknown, path: string): boolean {
  if (!(error instanceof SqliteDatabase.SqliteError) || error.code !== "SQLITE_CANTOPEN") return false;
  return !readdirSync(dirname(path)).includes(basename(path));
}

function bindingOf(nativeBinding: string | null): SqliteDatabase.Options {
  return nativeBinding === null ? {} : { nativeBinding };
}

function clearAway(database: Database, row: SessionRow): void {
  database
    .prepare(
      `INSERT INTO search (rowid, url, logs, error)
       SELECT seq, exchange.url, NULL, ? FROM invocation JOIN exchange ON exchange.invocation_seq = seq
       WHERE session_seq = ? AND outcome IS NULL`,
    )
    .run(`${PROCESS_ENDED} ${PROCESS_ENDED_MESSAGE}`, row.seq);
  database
    .prepare(
      `UPDATE invocation SET outcome = ?, error_code = ?, error_message = ?, session_seq = NULL,
         memory_limit_bytes = (SELECT content ->> '$.memoryMb' FROM grants WHERE seq = grants_seq) * 1048576
       WHERE session_seq = ? AND outcome IS NULL`,
    )
    .run(INTERRUPTED, PROCESS_ENDED, PROCESS_ENDED_MESSAGE, row.seq);
  database.prepare("DELETE FROM session WHERE seq = ?").run(row.seq);
}
