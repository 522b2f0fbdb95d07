import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "better-sqlite3";

/** What is kept. The oldest finished invocations go first; running ones stay. */
export interface Retention {
  /** Milliseconds since a call's accept; null: no limit. */
  readonly maxAgeMs: number | null;
  /** Invocations; null: no limit. */
  readonly maxCount: number | null;
}

/** Rows in one transaction: few enough that another process's write hardly waits. */
const ROWS_AT_ONCE = 500;
/** Free pages are left for new rows until they are this share of the file. */
const FREE_SHARE = 0.25;
const MIN_FREE_PAGES = 256;
const PAGES_AT_ONCE = 256;

/**
 * Deletes what `retention` no longer covers, in small transactions with a turn of the event loop between. Returns how many.
 * An aborted `signal` ends it after the transaction at hand; the next time goes on from there.
 */
export async function retain(
  database: Database,
  retention: Retention,
  nowMs: number,
  signal: AbortSignal | null = null,
): Promise<number> {
  let deleted = 0;
  while (signal?.aborted !== true) {
    const seqs = expired(database, retention, nowMs);
    if (seqs.length === 0) break;
    deleted += deleteRows(database, seqs);
    await nextTurn();
  }
  while (signal?.aborted !== true && shrink(database)) await nextTurn();
  return deleted;
}

/** Deletes finished invocations by id. Unknown ids and running calls are left out. Returns how many were deleted. */
export async function deleteInvocations(database: Database, ids: readonly string[]): Promise<number> {
  const find = database.prepare<[string], number>(
    "SELECT seq FROM invocation WHERE id IN (SELECT value FROM json_each(?)) AND outcome IS NOT NULL",
  );
  let deleted = 0;
  for (let next = 0; next < ids.length; next += ROWS_AT_ONCE) {
    const some = JSON.stringify(ids.slice(next, next + ROWS_AT_ONCE));
    deleted += deleteRows(database, find.pluck().all(some));
    await nextTurn();
  }
  while (shrink(database)) await nextTurn();
  return deleted;
}

function expired(database: Database, { maxAgeMs, maxCount }: Retention, nowMs: number): number[] {
  const oldest = "SELECT seq FROM invocation WHERE outcome IS NOT NULL";
  if (maxAgeMs !== null) {
    const seqs = database
      .prepare<[number, number], number>(`${oldest} AND started_at_ms < ? ORDER BY started_at_ms, seq LIMIT ?`)
      .pluck()
      .all(nowMs - maxAgeMs, ROWS_AT_ONCE);
    if (seqs.length > 0) return seqs;
  }
  if (maxCount === null) return [];
  const count = database.prepare<[], number>("SELECT count(*) FROM invocation").pluck().get() as number;
  return database
    .prepare<[number], number>(`${oldest} ORDER BY started_at_ms, seq LIMIT ?`)
    .pluck()
    .all(Math.max(0, Math.min(ROWS_AT_ONCE, count - maxCount)));
}

function deleteRows(database: Database, seqs: readonly number[]): number {
  const list = JSON.stringify(seqs);
  const remove = database.transaction(() => {
    database.prepare("DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))").run(list);
    return database.prepare("DELETE FROM invocation WHERE seq IN (SELECT value FROM json_each(?))").run(list).changes;
  });
  return remove.immediate();
}

/** Gives some free pages back to the file system, when there are many. False: there is nothing more to do. */
function shrink(database: Database): boolean {
  const free = database.pragma("freelist_count", { simple: true }) as number;
  const pages = database.pragma("page_count", { simple: true }) as number;
  if (free < MIN_FREE_PAGES || free < pages * FREE_SHARE) return false;
  database.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
  return (database.pragma("freelist_count", { simple: true }) as number) < free;
}
