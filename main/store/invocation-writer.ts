import type { Database, Statement } from "better-sqlite3";
import { NO_LINES } from "./wire";
import type { WireEnd, WireOrigin, WireRecord } from "./wire";

type Bound = string | number | Uint8Array | null;

/** Rows that calls of one function share. */
interface OriginSeqs {
  readonly functionSeq: number;
  readonly grantsSeq: number;
}

/** Writes records, inside a transaction of its own for each list. One for each connection that writes. */
export class InvocationWriter {
  readonly #sessionSeq: number;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #writeAll: (records: readonly WireRecord[]) => void;
  readonly #functionSeqs = new Map<string, number>();
  readonly #grantsSeqs = new Map<string, number>();
  #last: { readonly origin: WireOrigin; readonly seqs: OriginSeqs } | null = null;
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
      this.#last = null;
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
    const { end } = record;
    const { body, ...request } = record.request;
    const origin = this.#originSeqs(record.origin);
    const result = this.#statements.insertInvocation.run(
      record.id,
      end === null ? this.#sessionSeq : null,
      origin.functionSeq,
      origin.grantsSeq,
      record.trigger,
      record.startedAtMs,
      ...endColumns(end),
    );
    const seq = Number(result.lastInsertRowid);
    const response = end?.response ?? null;
    this.#statements.insertExchange.run(
      seq,
      request.method,
      request.url,
      response?.status ?? null,
      response?.statusText ?? null,
      request.headers,
      body.bytes,
      body.sha256,
      response?.headers ?? null,
      response?.body.bytes ?? null,
      response?.body.sha256 ?? null,
      body.content,
      response?.body.content ?? null,
    );
    return seq;
  }

  /** False where the row is gone: then the record is written whole. */
  #finish(seq: number, record: WireRecord, end: WireEnd): boolean {
    const { headers, body } = record.request;
    const { response } = end;
    if (this.#statements.finishInvocation.run(...endColumns(end), seq).changes === 0) return false;
    this.#statements.finishExchange.run(
      response?.status ?? null,
      response?.statusText ?? null,
      headers,
      body.bytes,
      body.sha256,
      response?.headers ?? null,
      response?.body.bytes ?? null,
      response?.body.sha256 ?? null,
      body.content,
      response?.body.content ?? null,
      seq,
    );
    this.#insertParts(seq, record, end);
    return true;
  }

  #insertParts(seq: number, record: WireRecord, end: WireEnd): void {
    this.#statements.insertTrace.run(seq, end.spans, end.logLines);
    const error = end.errorCode === null ? null : `${end.errorCode} ${end.errorMessage ?? ""}`;
    this.#statements.insertSearch.run(seq, record.request.url, logText(end.logLines), error);
  }

  #originSeqs(origin: WireOrigin): OriginSeqs {
    if (this.#last?.origin === origin) return this.#last.seqs;
    const seqs = { functionSeq: this.#functionSeq(origin), grantsSeq: this.#grantsSeq(origin.grants) };
    this.#last = { origin, seqs };
    return seqs;
  }

  #functionSeq(origin: WireOrigin): number {
    const { entry, version, functionName, engine } = origin;
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
    end.executionUs,
    end.activeCpuUs ?? 0,
    end.activeCpuUs === null ? 0 : 1,
    end.initUs,
    end.peakMemoryBytes ?? 0,
    end.peakMemoryBytes === null ? 0 : 1,
    end.memoryLimitBytes,
    end.ingressBytes,
    end.egressBytes,
  ];
}
const NOT_ENDED: readonly Bound[] = [null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

function logText(logLines: string): string | null {
  if (logLines === NO_LINES) return null;
  const lines = JSON.parse(logLines) as readonly { readonly text: string }[];
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
  "execution_us",
  "active_cpu_us",
  "active_cpu_known",
  "init_us",
  "peak_memory_bytes",
  "peak_memory_known",
  "memory_limit_bytes",
  "ingress_bytes",
  "egress_bytes",
] as const;

/** What may not be known before the end: the request's body is read while the call runs. */
const EXCHANGE_COLUMNS = [
  "status",
  "status_text",
  "request_headers",
  "request_body_bytes",
  "request_body_sha256",
  "response_headers",
  "response_body_bytes",
  "response_body_sha256",
  "request_body",
  "response_body",
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
    insertExchange: prepare(
      `INSERT INTO exchange (invocation_seq, method, url, ${EXCHANGE_COLUMNS.join(", ")})
       VALUES (?, ?, ?, ${EXCHANGE_COLUMNS.map(() => "?").join(", ")})`,
    ),
    finishExchange: prepare(
      `UPDATE exchange SET ${EXCHANGE_COLUMNS.map((column) => `${column} = ?`).join(", ")} WHERE invocation_seq = ?`,
    ),
    insertTrace: prepare("INSERT INTO trace (invocation_seq, spans, log_lines) VALUES (?, ?, ?)"),
    insertSearch: prepare("INSERT INTO search (rowid, url, logs, error) VALUES (?, ?, ?, ?)"),
  };
}
