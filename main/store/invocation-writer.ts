import type { Database, Statement } from "better-sqlite3";
import type { WireEnd, WireRecord } from "./wire";

type Bound = string | number | Uint8Array | null;

/** Writes records, inside a transaction of its own for each list. One for each connection that writes. */
export class InvocationWriter {
  readonly #sessionSeq: number;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #writeAll: (records: readonly WireRecord[]) => void;
  readonly #functionSeqs = new Map<string, number>();
  readonly #grantsSeqs = new Map<string, number>();
  /** Calls that run and have a row already. */
  readonly #running = new Map<string, number>();

  constructor(database: Database, sessionSeq: number) {
    this.#sessionSeq = sessionSeq;
    this.#statements = prepareStatements(database);
    const transaction = database.transaction((records: readonly WireRecord[]) => {
      for (const record of records) this.#write(record);
    });
    this.#writeAll = (records) => {
      transaction.immediate(records);
    };
  }

  /** All or none: throws what SQLite threw, with nothing written. */
  write(records: readonly WireRecord[]): void {
    try {
      this.#writeAll(records);
    } catch (error) {
      // What the transaction made is gone, and so are the numbers it was known by.
      this.#functionSeqs.clear();
      this.#grantsSeqs.clear();
      for (const record of records) if (record.end === null) this.#running.delete(record.id);
      throw error;
    }
    for (const record of records) if (record.end !== null) this.#running.delete(record.id);
  }

  #write(record: WireRecord): void {
    const known = this.#running.get(record.id);
    if (known !== undefined && record.end !== null && this.#finish(known, record, record.end)) return;
    const seq = this.#insert(record);
    if (record.end === null) this.#running.set(record.id, seq);
    else this.#insertParts(seq, record, record.end);
  }

  #insert(record: WireRecord): number {
    const { request, end } = record;
    const result = this.#statements.insertInvocation.run(
      record.id,
      end === null ? this.#sessionSeq : null,
      this.#functionSeq(record),
      this.#grantsSeq(record.grants),
      record.trigger,
      record.startedAtMs,
      ...endColumns(end),
    );
    const seq = Number(result.lastInsertRowid);
    const { body } = request;
    this.#statements.insertRequest.run(
      seq,
      request.method,
      request.url,
      request.headers,
      body.bytes,
      body.sha256,
      body.content,
    );
    return seq;
  }

  /** False where the row is gone: then the record is written whole. */
  #finish(seq: number, record: WireRecord, end: WireEnd): boolean {
    const { body } = record.request;
    if (this.#statements.finishInvocation.run(...endColumns(end), seq).changes === 0) return false;
    this.#statements.finishRequest.run(record.request.headers, body.bytes, body.sha256, body.content, seq);
    this.#insertParts(seq, record, end);
    return true;
  }

  #insertParts(seq: number, record: WireRecord, end: WireEnd): void {
    const { insertTrace, insertLog, insertResponse, insertSearch } = this.#statements;
    insertTrace.run(seq, end.spans);
    if (end.logs !== null) insertLog.run(seq, end.logs);
    if (end.response !== null) {
      const { status, statusText, headers, body } = end.response;
      insertResponse.run(seq, status, statusText, headers, body.bytes, body.sha256, body.content);
    }
    const error = end.errorCode === null ? null : `${end.errorCode} ${end.errorMessage ?? ""}`;
    insertSearch.run(seq, record.request.url, end.logs === null ? null : logText(end.logs), error);
  }

  #functionSeq(record: WireRecord): number {
    const { entry, version, functionName, engine } = record;
    const key = `${entry}\n${version}\n${functionName}\n${engine}`;
    const { addFunction, findFunction } = this.#statements;
    return this.#interned(this.#functionSeqs, key, addFunction, findFunction, [entry, version, functionName, engine]);
  }

  #grantsSeq(grants: string): number {
    const { addGrants, findGrants } = this.#statements;
    return this.#interned(this.#grantsSeqs, grants, addGrants, findGrants, [grants]);
  }

  /** The number of a row that many invocations share, which is made when it is first needed. */
  #interned(
    seqs: Map<string, number>,
    key: string,
    add: Statement<Bound[]>,
    find: Statement<Bound[], { seq: number }>,
    columns: readonly Bound[],
  ): number {
    const known = seqs.get(key);
    if (known !== undefined) return known;
    add.run(...columns);
    const seq = find.get(...columns)?.seq;
    if (seq === undefined) throw new Error("a row that was just added is not there");
    if (seqs.size >= MAX_INTERNED) seqs.clear();
    seqs.set(key, seq);
    return seq;
  }
}

const MAX_INTERNED = 10_000;

function endColumns(end: WireEnd | null): readonly Bound[] {
  if (end === null) return NOT_ENDED;
  return [
    end.start,
    end.outcome,
    end.errorCode,
    end.errorMessage,
    end.errorStack,
    end.droppedLogLines,
    end.wallUs,
    end.activeCpuUs,
    end.initUs,
    end.peakMemoryBytes,
    end.memoryLimitBytes,
    end.ingressBytes,
    end.egressBytes,
  ];
}
const NOT_ENDED: readonly Bound[] = [null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, 0];

function logText(logs: string): string {
  const lines = JSON.parse(logs) as readonly { readonly text: string }[];
  return lines.map((line) => line.text).join("\n");
}

const END_COLUMNS = [
  "start",
  "outcome",
  "error_code",
  "error_message",
  "error_stack",
  "dropped_log_lines",
  "wall_us",
  "active_cpu_us",
  "init_us",
  "peak_memory_bytes",
  "memory_limit_bytes",
  "ingress_bytes",
  "egress_bytes",
] as const;

function prepareStatements(database: Database) {
  const prepare = (sql: string): Statement<Bound[]> => database.prepare<Bound[]>(sql);
  const marks = END_COLUMNS.map(() => "?").join(", ");
  return {
    addFunction: prepare("INSERT OR IGNORE INTO function_version (entry, version, name, engine) VALUES (?, ?, ?, ?)"),
    findFunction: database.prepare<Bound[], { seq: number }>(
      "SELECT seq FROM function_version WHERE entry = ? AND version = ? AND name = ? AND engine = ?",
    ),
    addGrants: prepare("INSERT OR IGNORE INTO grants (content) VALUES (?)"),
    findGrants: database.prepare<Bound[], { seq: number }>("SELECT seq FROM grants WHERE content = ?"),
    insertInvocation: prepare(
      `INSERT INTO invocation (id, session_seq, function_version_seq, grants_seq, trigger, started_at_ms, ${END_COLUMNS.join(", ")})
       VALUES (?, ?, ?, ?, ?, ?, ${marks})`,
    ),
    finishInvocation: prepare(
      `UPDATE invocation SET session_seq = NULL, ${END_COLUMNS.map((column) => `${column} = ?`).join(", ")} WHERE seq = ?`,
    ),
    insertRequest: prepare(
      "INSERT INTO request (invocation_seq, method, url, headers, body_bytes, body_sha256, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    finishRequest: prepare(
      "UPDATE request SET headers = ?, body_bytes = ?, body_sha256 = ?, body = ? WHERE invocation_seq = ?",
    ),
    insertResponse: prepare(
      "INSERT INTO response (invocation_seq, status, status_text, headers, body_bytes, body_sha256, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    insertTrace: prepare("INSERT INTO trace (invocation_seq, spans) VALUES (?, ?)"),
    insertLog: prepare("INSERT INTO log (invocation_seq, lines) VALUES (?, ?)"),
    insertSearch: prepare("INSERT INTO search (rowid, url, logs, error) VALUES (?, ?, ?, ?)"),
  };
}
