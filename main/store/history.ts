import type { Database, Statement } from "better-sqlite3";
import type { HistoryRow, Outcome, Start } from "../../runtime/model";
import { searchQuery } from "./search";

/** Which invocations; all that is given must hold. */
export interface HistoryFilter {
  /** Absolute path of the function's entry. */
  readonly entry?: string;
  readonly functionName?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly version?: string;
  readonly outcome?: Outcome | "running";
  readonly start?: Start;
  /** Accepted at or after; milliseconds since the Unix epoch. */
  readonly sinceMs?: number;
  /** Accepted before; milliseconds since the Unix epoch. */
  readonly untilMs?: number;
  /** Words in URL, logs or error; any text is allowed. Blank: no filter. Calls that still run are not searched. */
  readonly text?: string;
}

export interface HistoryQuery extends HistoryFilter {
  /** Rows at most; 1 … 10,000. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly before?: string;
}

/** `next` gives the following page as `before`; null: this was the last. */
export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  readonly next: string | null;
}

type Bound = string | number;
type StoredRow = Omit<HistoryRow, "running"> & { readonly seq: number };

const MAX_LIMIT = 10_000;
const CURSOR = /^(-?\d{1,16})-(\d{1,16})$/;

const COLUMNS = `
  invocation.seq, id, function_version.name AS functionName, entry, version, engine, trigger, started_at_ms AS startedAtMs,
  start, outcome, error_code AS errorCode, error_message AS errorMessage, method, url, status, wall_us AS wallUs,
  execution_us AS executionUs, iif(active_cpu_known, active_cpu_us, NULL) AS activeCpuUs, init_us AS initUs,
  iif(peak_memory_known, peak_memory_bytes, NULL) AS peakMemoryBytes,
  memory_limit_bytes AS memoryLimitBytes, ingress_bytes AS ingressBytes, egress_bytes AS egressBytes`;
const DETAILS = `
  JOIN function_version ON function_version.seq = function_version_seq
  JOIN exchange ON exchange.invocation_seq = invocation.seq`;

/** Lists and counts invocations. Newest first; of two with the same time, the one recorded later is the newer. */
export class HistoryReader {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement<Bound[]>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Throws RangeError for a limit or cursor that is none. */
  page(query: HistoryQuery): HistoryPage {
    if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAX_LIMIT) {
      throw new RangeError(`limit must be an integer from 1 to ${MAX_LIMIT}`);
    }
    const { clauses, values } = conditions(query);
    if (query.before !== undefined) {
      clauses.push("(started_at_ms, seq) < (?, ?)");
      values.push(...parseCursor(query.before));
    }
    // What is shown is looked up after the limit: a search may find far more than a page.
    const found = this.#statement(
      `SELECT ${COLUMNS} FROM (
         SELECT seq AS found FROM invocation ${where(clauses)}
         ORDER BY started_at_ms DESC, seq DESC LIMIT ?
       ) CROSS JOIN invocation ON invocation.seq = found ${DETAILS}
       ORDER BY started_at_ms DESC, invocation.seq DESC`,
    ).all(...values, query.limit + 1) as StoredRow[];
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const hasMore = found.length > shown.length && last !== undefined;
    return { rows: shown.map(historyRow), next: hasMore ? `${last.startedAtMs}-${last.seq}` : null };
  }

  /** The ids of any part of the list, in its order. */
  idsAt(filter: HistoryFilter, offset: number, limit: number): string[] {
    const found = this.#seqsAt(filter, offset, limit);
    const one = this.#statement("SELECT id FROM invocation WHERE seq = ?").pluck();
    return found.flatMap((seq) => (one.get(seq) as string | undefined) ?? []);
  }

  /**
   * Any part of the list, by position. A search is listed in the order of recording, which is the index's own: sorting all that
   * a common word finds by time would take longer than finding it.
   */
  rowsAt(filter: HistoryFilter, offset: number, limit: number): HistoryRow[] {
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new RangeError(`limit must be an integer from 1 to ${MAX_LIMIT}`);
    }
    const found = this.#seqsAt(filter, offset, limit);
    const one = this.#statement(`SELECT ${COLUMNS} FROM invocation ${DETAILS} WHERE invocation.seq = ?`);
    return found.flatMap((seq) => {
      const row = one.get(seq) as StoredRow | undefined;
      return row === undefined ? [] : [historyRow(row)];
    });
  }

  #seqsAt(filter: HistoryFilter, offset: number, limit: number): number[] {
    if (!Number.isInteger(offset) || offset < 0) throw new RangeError("offset must be an integer from 0");
    const text = textQuery(filter);
    if (text === null) return [];
    const { clauses, values } = conditions(text === undefined ? filter : { ...filter, text: "" });
    const from = text === undefined ? "invocation" : `search CROSS JOIN invocation ON seq = search.rowid`;
    const order = text === undefined ? "started_at_ms DESC, seq DESC" : "search.rowid DESC";
    const all = text === undefined ? clauses : ["search MATCH ?", ...clauses];
    const isSearchAlone = text !== undefined && clauses.length === 0;
    const seqs = isSearchAlone
      ? "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?"
      : `SELECT invocation.seq FROM ${from} ${where(all)} ORDER BY ${order} LIMIT ? OFFSET ?`;
    return this.#statement(seqs)
      .pluck()
      .all(...(text === undefined ? [] : [text]), ...values, limit, offset) as number[];
  }

  count(filter: HistoryFilter): number {
    const text = textQuery(filter);
    if (text === null) return 0;
    const { clauses, values } = conditions(text === undefined ? filter : { ...filter, text: "" });
    if (text !== undefined) {
      const joined = clauses.length === 0 ? "" : "CROSS JOIN invocation ON seq = search.rowid";
      const sql = `SELECT count(*) AS count FROM search ${joined} ${where(["search MATCH ?", ...clauses])}`;
      return (this.#statement(sql).get(text, ...values) as { readonly count: number }).count;
    }
    const sql = `SELECT count(*) AS count FROM invocation ${where(clauses)}`;
    return (this.#statement(sql).get(...values) as { readonly count: number }).count;
  }

  #statement(sql: string): Statement<Bound[]> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare<Bound[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function historyRow({ seq: _seq, ...row }: StoredRow): HistoryRow {
  return { ...row, running: row.outcome === null };
}

function parseCursor(cursor: string): [number, number] {
  const [, startedAtMs, seq] = CURSOR.exec(cursor) ?? [];
  if (startedAtMs === undefined || seq === undefined) throw new RangeError("before must be `next` of another page");
  return [Number(startedAtMs), Number(seq)];
}

function where(clauses: readonly string[]): string {
  return clauses.length === 0 ? "" : `WHERE ${clauses.join(" AND ")}`;
}

/** Undefined: no search. Null: one that nothing can match. */
function textQuery({ text }: HistoryFilter): string | null | undefined {
  return text === undefined || text.trim() === "" ? undefined : searchQuery(text);
}

function conditions(filter: HistoryFilter): { clauses: string[]; values: Bound[] } {
  const clauses: string[] = [];
  const values: Bound[] = [];
  const add = (clause: string, value: Bound | undefined): void => {
    if (value === undefined) return;
    clauses.push(clause);
    values.push(value);
  };
  const ofFunction = (column: string): string =>
    `function_version_seq IN (SELECT seq FROM function_version WHERE ${column} = ?)`;
  add(ofFunction("entry"), filter.entry);
  add(ofFunction("name"), filter.functionName);
  add(ofFunction("version"), filter.version);
  if (filter.outcome === "running") clauses.push("outcome IS NULL");
  else add("outcome = ?", filter.outcome);
  add("start = ?", filter.start);
  add("started_at_ms >= ?", filter.sinceMs);
  add("started_at_ms < ?", filter.untilMs);
  if (filter.text !== undefined && filter.text.trim() !== "") {
    const query = searchQuery(filter.text);
    if (query === null) clauses.push("FALSE");
    else add("seq IN (SELECT rowid FROM search WHERE search MATCH ?)", query);
  }
  return { clauses, values };
}
