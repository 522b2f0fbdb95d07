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
/** Records that a burst may write before their number is looked at. */
const WRITTEN_UNCHECKED = 1000;
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
  let surplus = surplusOf(database, retention);
  while (signal?.aborted !== true) {
    const seqs = expired(database, retention, nowMs, Math.min(ROWS_AT_ONCE, surplus));
    if (seqs.length === 0) break;
    surplus -= seqs.length;
    deleted += deleteRows(database, seqs);
    await nextTurn();
  }
  while (signal?.aborted !== true && shrink(database)) await nextTurn();
  return deleted;
}

/**
 * Keeps the count to its limit while a burst is written, which may last for hours and leave no turn of the event loop to anything
 * else: rows go as new ones come.
 */
export class BurstRetention {
  readonly #database: Database;
  readonly #retention: Retention;
  #written = 0;

  constructor(database: Database, retention: Retention) {
    this.#database = database;
    this.#retention = retention;
  }

  /** To be called after a transaction of so many records. Deletes up to twice as many rows as were written, so that a surplus shrinks. */
  wrote(records: number): void {
    this.#written += records;
    if (this.#written < WRITTEN_UNCHECKED) return;
    let surplus = Math.min(surplusOf(this.#database, this.#retention), 2 * this.#written);
    this.#written = 0;
    while (surplus > 0) {
      const seqs = oldest(this.#database, Math.min(surplus, ROWS_AT_ONCE));
      if (seqs.length === 0) return;
      surplus -= deleteRows(this.#database, seqs);
    }
  }
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

/** How many rows there are beyond the limit. It takes a millisecond for 200,000 rows: not to be asked for every few of them. */
function surplusOf(database: Database, { maxCount }: Retention): number {
  if (maxCount === null) return 0;
  const count = database.prepare<[], number>("SELECT count(*) FROM invocation").pluck().get() as number;
  return Math.max(0, count - maxCount);
}

const FINISHED = "SELECT seq FROM invocation WHERE outcome IS NOT NULL";

/** Too old, or else as many of the oldest as are `surplus`. */
function expired(database: Database, { maxAgeMs }: Retention, nowMs: number, surplus: number): number[] {
  if (maxAgeMs !== null) {
    const seqs = database
      .prepare<[number, number], number>(`${FINISHED} AND started_at_ms < ? ORDER BY started_at_ms, seq LIMIT ?`)
      .pluck()
      .all(nowMs - maxAgeMs, ROWS_AT_ONCE);
    if (seqs.length > 0) return seqs;
  }
  return oldest(database, surplus);
}

function oldest(database: Database, count: number): number[] {
  return database
    .prepare<[number], number>(`${FINISHED} ORDER BY started_at_ms, seq LIMIT ?`)
    .pluck()
    .all(Math.max(0, count));
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
