import type { Database } from "better-sqlite3";
import type { HistoryFunction, HistorySlice, Invocation } from "../../runtime/model";
import { HistoryReader } from "./history";
import type { HistoryFilter } from "./history";
import { InvocationReader } from "./invocations";

/** Whole invocations, some at a time. `next` continues as `after`; null: these were the last. */
export interface InvocationBatch {
  readonly invocations: readonly Invocation[];
  readonly next: string | null;
}

/** Reads what a window shows of the history: any part of a list, in milliseconds even of 200,000 calls. */
export class SliceReader {
  readonly #database: Database;
  readonly #history: HistoryReader;
  readonly #invocations: InvocationReader;
  /** Counts, while the file stays as it is: who scrolls asks for the same one again and again. */
  readonly #totals = new Map<string, number>();
  #dataVersion: unknown = null;

  constructor(database: Database) {
    this.#database = database;
    this.#history = new HistoryReader(database);
    this.#invocations = new InvocationReader(database);
  }

  /** Throws RangeError for an offset or limit that is none. */
  slice(filter: HistoryFilter, offset: number, limit: number): HistorySlice {
    // One moment for both: a call that is recorded in between would move the rows under the count.
    return this.#database.transaction(() => ({
      rows: this.#history.rowsAt(filter, offset, limit),
      total: this.#total(filter),
    }))();
  }

  /** The ids of the part of the list from `offset`, `limit` at most. */
  ids(filter: HistoryFilter, offset: number, limit: number): readonly string[] {
    return this.#database.transaction(() => this.#history.idsAt(filter, offset, limit))();
  }

  functions(): readonly HistoryFunction[] {
    const rows = this.#database
      .prepare<[], { name: string; version: string }>(
        // Numbers are given in order of recording: the highest is the latest call of that version. Every version has a few at most.
        `SELECT name, version, max(seen) AS seen FROM (
           SELECT function_version_seq, max(seq) AS seen FROM invocation GROUP BY function_version_seq
         ) JOIN function_version ON function_version.seq = function_version_seq
         GROUP BY name, version ORDER BY seen DESC`,
      )
      .all();
    const versions = new Map<string, string[]>();
    for (const { name, version } of rows) {
      const known = versions.get(name);
      if (known === undefined) versions.set(name, [version]);
      else known.push(version);
    }
    return [...versions].map(([name, known]) => ({ name, versions: known }));
  }

  /** Whole ended calls that match, newest first, until there are `limit` or their bodies exceed `bytes`. */
  batch(filter: HistoryFilter, after: string | null, limit: number, bytes: number): InvocationBatch {
    const page = this.#history.page(after === null ? { ...filter, limit } : { ...filter, limit, before: after });
    const { invocations, read } = this.#whole(
      page.rows.map((row) => row.id),
      bytes,
    );
    if (read === page.rows.length) return { invocations, next: page.next };
    const rest = this.#history.page(
      after === null ? { ...filter, limit: read } : { ...filter, limit: read, before: after },
    );
    return { invocations, next: rest.next };
  }

  /** Those of the ids that are there and have ended, in the ids' order; `after` counts ids. */
  batchOf(ids: readonly string[], after: string | null, limit: number, bytes: number): InvocationBatch {
    const first = Number(after ?? "0");
    const wanted = ids.slice(first, first + limit);
    const { invocations, read } = this.#whole(wanted, bytes);
    const next = first + read;
    return { invocations, next: next < ids.length ? String(next) : null };
  }

  #whole(ids: readonly string[], bytes: number): { invocations: Invocation[]; read: number } {
    const invocations: Invocation[] = [];
    let size = 0;
    let read = 0;
    for (const id of ids) {
      read += 1;
      const found = this.#invocations.find(id);
      if (!found.ok || found.running || found.invocation.id !== id) continue;
      invocations.push(found.invocation);
      size += bodyBytes(found.invocation);
      if (size >= bytes) break;
    }
    return { invocations, read };
  }

  #total(filter: HistoryFilter): number {
    const version = this.#database.pragma("data_version", { simple: true });
    if (version !== this.#dataVersion) this.#totals.clear();
    this.#dataVersion = version;
    const key = JSON.stringify(filter);
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const total = this.#history.count(filter);
    this.#totals.set(key, total);
    return total;
  }
}

function bodyBytes({ request, response }: Invocation): number {
  return (request.body.content?.byteLength ?? 0) + (response?.body.content?.byteLength ?? 0);
}
