import type { Database, Statement } from "better-sqlite3";
import type {
  FailureCode,
  Grants,
  HeaderPair,
  Invocation,
  LogLine,
  Outcome,
  RecordedBody,
  Span,
  Usage,
} from "../../runtime/model";
import type { StartedCall } from "./wire";

/** Why there is no invocation for an id, one line of gloss each. */
export const LOOKUP_FAILURE_CODES = {
  "invocation-not-found": "no invocation has this id, or an id that begins with it",
  "invocation-ambiguous": "more than one invocation's id begins with this",
  "invocation-id-too-short": "the beginning of an id needs at least six characters",
} as const;
export type LookupFailureCode = keyof typeof LOOKUP_FAILURE_CODES;

export type InvocationLookup =
  | { readonly ok: true; readonly running: false; readonly invocation: Invocation }
  | { readonly ok: true; readonly running: true; readonly call: StartedCall }
  | { readonly ok: false; readonly error: { readonly code: LookupFailureCode; readonly message: string } };

const MIN_PREFIX = 6;

interface InvocationRow extends Usage {
  readonly seq: number;
  readonly id: string;
  readonly functionName: string;
  readonly entry: string;
  readonly version: string;
  readonly engine: Invocation["engine"];
  readonly trigger: Invocation["trigger"];
  readonly startedAtMs: number;
  readonly start: Invocation["start"];
  readonly outcome: Outcome | null;
  readonly errorCode: FailureCode | null;
  readonly errorMessage: string | null;
  readonly errorStack: string | null;
  readonly droppedLogLines: number;
  readonly grants: string;
  readonly spans: string | null;
  readonly logLines: string | null;
}

interface ExchangeRow {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly statusText: string | null;
  readonly requestHeaders: string;
  readonly requestBodyBytes: number;
  readonly requestBodySha256: string | null;
  readonly requestBody: Buffer | null;
  readonly responseHeaders: string | null;
  readonly responseBodyBytes: number | null;
  readonly responseBodySha256: string | null;
  readonly responseBody: Buffer | null;
}

const SELECT_INVOCATION = `
  SELECT
    invocation.seq, id, function_version.name AS functionName, entry, version, engine, trigger, started_at_ms AS startedAtMs,
    start, outcome, error_code AS errorCode, error_message AS errorMessage, error_stack AS errorStack,
    dropped_log_lines AS droppedLogLines, wall_us AS wallUs, execution_us AS executionUs,
    iif(active_cpu_known, active_cpu_us, NULL) AS activeCpuUs, init_us AS initUs,
    iif(peak_memory_known, peak_memory_bytes, NULL) AS peakMemoryBytes, memory_limit_bytes AS memoryLimitBytes, ingress_bytes AS ingressBytes,
    egress_bytes AS egressBytes, grants.content AS grants, spans, log_lines AS logLines
  FROM invocation
  JOIN function_version ON function_version.seq = function_version_seq
  JOIN grants ON grants.seq = grants_seq
  LEFT JOIN trace ON trace.invocation_seq = invocation.seq
  WHERE invocation.seq = ?`;
const SELECT_EXCHANGE = `
  SELECT
    method, url, status, status_text AS statusText, request_headers AS requestHeaders,
    request_body_bytes AS requestBodyBytes, request_body_sha256 AS requestBodySha256, request_body AS requestBody,
    response_headers AS responseHeaders, response_body_bytes AS responseBodyBytes,
    response_body_sha256 AS responseBodySha256, response_body AS responseBody
  FROM exchange
  WHERE invocation_seq = ?`;

/** Reads whole invocations. */
export class InvocationReader {
  readonly #byId: Statement<[string], { seq: number }>;
  readonly #byPrefix: Statement<[string, string], { seq: number }>;
  readonly #invocation: Statement<[number], InvocationRow>;
  readonly #exchange: Statement<[number], ExchangeRow>;
  readonly #atOnce: (seq: number) => InvocationLookup;

  constructor(database: Database) {
    this.#byId = database.prepare("SELECT seq FROM invocation WHERE id = ?");
    this.#byPrefix = database.prepare("SELECT seq FROM invocation WHERE id >= ? AND id < ? LIMIT 2");
    this.#invocation = database.prepare(SELECT_INVOCATION);
    this.#exchange = database.prepare(SELECT_EXCHANGE);
    // One transaction, so that all parts are of one moment: the call may end between two reads.
    this.#atOnce = database.transaction((seq: number) => this.#read(seq));
  }

  /** `id` is a whole id or its beginning, in any case. */
  find(id: string): InvocationLookup {
    const exact = this.#byId.get(id);
    if (exact !== undefined) return this.#atOnce(exact.seq);
    const prefix = id.toLowerCase();
    if (prefix.length < MIN_PREFIX) return missing("invocation-id-too-short", id);
    const [first, second] = this.#byPrefix.all(prefix, `${prefix}\u{10ffff}`);
    if (first === undefined) return missing("invocation-not-found", id);
    if (second !== undefined) return missing("invocation-ambiguous", id);
    return this.#atOnce(first.seq);
  }

  #read(seq: number): InvocationLookup {
    const row = this.#invocation.get(seq);
    const exchange = this.#exchange.get(seq);
    // It was deleted since its number was looked up.
    if (row === undefined || exchange === undefined) return missing("invocation-not-found", String(seq));
    const call: StartedCall = {
      id: row.id,
      functionName: row.functionName,
      entry: row.entry,
      version: row.version,
      engine: row.engine,
      trigger: row.trigger,
      startedAtMs: row.startedAtMs,
      request: {
        method: exchange.method,
        url: exchange.url,
        headers: JSON.parse(exchange.requestHeaders) as readonly HeaderPair[],
        body: body(exchange.requestBodyBytes, exchange.requestBodySha256, exchange.requestBody),
      },
      grants: JSON.parse(row.grants) as Grants,
    };
    if (row.outcome === null) return { ok: true, running: true, call };
    return { ok: true, running: false, invocation: ended(call, row, row.outcome, response(exchange)) };
  }
}

function ended(call: StartedCall, row: InvocationRow, outcome: Outcome, response: Invocation["response"]): Invocation {
  const { errorCode, errorMessage, errorStack } = row;
  return {
    ...call,
    start: row.start,
    outcome,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "", stack: errorStack },
    response,
    logs: JSON.parse(row.logLines ?? "[]") as readonly LogLine[],
    droppedLogLines: row.droppedLogLines,
    spans: JSON.parse(row.spans ?? "[]") as readonly Span[],
    usage: {
      wallUs: row.wallUs,
      executionUs: row.executionUs,
      activeCpuUs: row.activeCpuUs,
      initUs: row.initUs,
      peakMemoryBytes: row.peakMemoryBytes,
      memoryLimitBytes: row.memoryLimitBytes,
      ingressBytes: row.ingressBytes,
      egressBytes: row.egressBytes,
    },
  };
}

function response(exchange: ExchangeRow): Invocation["response"] {
  if (exchange.status === null) return null;
  const { responseBodyBytes, responseBodySha256, responseBody } = exchange;
  return {
    status: exchange.status,
    statusText: exchange.statusText ?? "",
    headers: JSON.parse(exchange.responseHeaders ?? "[]") as readonly HeaderPair[],
    body: body(responseBodyBytes ?? 0, responseBodySha256, responseBody),
  };
}

function body(bytes: number, sha256: string | null, content: Buffer | null): RecordedBody {
  return { bytes, content: content === null ? null : new Uint8Array(content), sha256 };
}

function missing(code: LookupFailureCode, id: string): InvocationLookup {
  const hint = code === "invocation-ambiguous" ? "give more of it" : "`coldframe history` lists them";
  return { ok: false, error: { code, message: `${LOOKUP_FAILURE_CODES[code]}: "${id}"; ${hint}` } };
}
