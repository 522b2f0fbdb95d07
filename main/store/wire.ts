/**
 * How records cross to the writer's thread: one flat array of strings and numbers for a batch, and one buffer for its bodies.
 * Structured clone of the records themselves costs the main thread twice as much (measured); and lists that are stored as
 * JSON are made JSON here, once, so that the writer binds them as they are.
 */
import type { Grants, Invocation, RecordedBody, Usage } from "../../runtime/model";
import { recordBody } from "./recorded-body";
import { ByteStack } from "./byte-stack";

/** A call at accept: what is known before it runs. */
export type StartedCall = Pick<
  Invocation,
  "id" | "functionName" | "entry" | "version" | "engine" | "trigger" | "startedAtMs" | "request" | "grants"
>;

type WireValue = string | number | null;

/** Records for the writer, in the order they must be written. */
export interface Batch {
  readonly type: "batch";
  readonly records: number;
  readonly values: readonly WireValue[];
  readonly bodies: Uint8Array<ArrayBuffer>;
  /** What the batch weighs in memory, roughly. */
  readonly weightBytes: number;
}

/** The first value of a record: a started call has the first part of the values only. */
const STARTED = 0;
const FINISHED = 1;
/** Strings and numbers of one record besides its lists and bodies. */
const RECORD_WEIGHT_BYTES = 1024;
/** The log of a call that wrote none. */
export const NO_LINES = "[]";

/** Gathers records until `take`. A call that begins and ends in one batch is one record. */
export class BatchBuilder {
  readonly #bodyLimitBytes: number;
  readonly #grants = new WeakMap<Grants, string>();
  readonly #bodies = new ByteStack();
  #values: WireValue[] = [];
  #records = 0;
  #weightBytes = 0;
  #started = new Map<string, StartedCall>();
  #origin: StartedCall | null = null;

  constructor(bodyLimitBytes: number) {
    this.#bodyLimitBytes = bodyLimitBytes;
  }

  get records(): number {
    return this.#records + this.#started.size;
  }

  get weightBytes(): number {
    return this.#weightBytes + this.#started.size * RECORD_WEIGHT_BYTES;
  }

  begin(call: StartedCall): void {
    this.#started.set(call.id, call);
  }

  finish(invocation: Invocation): void {
    this.#started.delete(invocation.id);
    this.#encodeCall(FINISHED, invocation);
    const { error, response, usage } = invocation;
    const spans = JSON.stringify(invocation.spans);
    const logLines = invocation.logs.length === 0 ? NO_LINES : JSON.stringify(invocation.logs);
    this.#weightBytes += spans.length + logLines.length;
    this.#values.push(
      invocation.start,
      invocation.outcome,
      error?.code ?? null,
      error?.message ?? null,
      error?.stack ?? null,
      invocation.droppedLogLines,
      usage.wallUs,
      usage.executionUs,
      usage.activeCpuUs,
      usage.initUs,
      usage.peakMemoryBytes,
      usage.memoryLimitBytes,
      usage.ingressBytes,
      usage.egressBytes,
      spans,
      logLines,
      response?.status ?? null,
    );
    if (response === null) return;
    this.#values.push(response.statusText, JSON.stringify(response.headers));
    this.#encodeBody(response.body);
  }

  /** All that was gathered; the builder is empty afterwards. Null: nothing was. */
  take(): Batch | null {
    for (const call of this.#started.values()) this.#encodeCall(STARTED, call);
    if (this.#records === 0) return null;
    const batch: Batch = {
      type: "batch",
      records: this.#records,
      values: this.#values,
      bodies: this.#bodies.take(),
      weightBytes: this.#weightBytes,
    };
    this.#values = [];
    this.#records = 0;
    this.#weightBytes = 0;
    this.#started = new Map();
    this.#origin = null;
    return batch;
  }

  #encodeCall(kind: number, call: StartedCall): void {
    this.#records += 1;
    this.#weightBytes += RECORD_WEIGHT_BYTES;
    this.#values.push(kind);
    this.#encodeOrigin(call);
    this.#values.push(
      call.id,
      call.trigger,
      call.startedAtMs,
      call.request.method,
      call.request.url,
      JSON.stringify(call.request.headers),
    );
    this.#encodeBody(call.request.body);
  }

  /** Calls come in runs of one function: what they share is sent once, then null in its place. */
  #encodeOrigin(call: StartedCall): void {
    const last = this.#origin;
    const isSame =
      last !== null &&
      last.entry === call.entry &&
      last.version === call.version &&
      last.functionName === call.functionName &&
      last.engine === call.engine &&
      last.grants === call.grants;
    if (isSame) {
      this.#values.push(null);
      return;
    }
    const { functionName, entry, version, engine, grants } = call;
    this.#values.push(functionName, entry, version, engine, this.#grantsText(grants));
    this.#origin = call;
  }

  /** A function's calls mostly share one object. */
  #grantsText(grants: Grants): string {
    const known = this.#grants.get(grants);
    if (known !== undefined) return known;
    const text = JSON.stringify(grants);
    this.#grants.set(grants, text);
    return text;
  }

  #encodeBody(whole: RecordedBody): void {
    const isLong = whole.content !== null && whole.content.length > this.#bodyLimitBytes;
    const body = isLong ? recordBody(whole.content, this.#bodyLimitBytes) : whole;
    this.#values.push(body.bytes, body.sha256, body.content === null ? -1 : body.content.length);
    if (body.content === null) return;
    this.#bodies.push(body.content);
    this.#weightBytes += body.content.length;
  }
}

/** What calls of one function share. Records of one batch that do share one object. */
export interface WireOrigin {
  readonly functionName: string;
  readonly entry: string;
  readonly version: string;
  readonly engine: string;
  /** JSON. */
  readonly grants: string;
}

/** A record as the writer's thread gets it; lists are JSON text. */
export interface WireRecord {
  readonly origin: WireOrigin;
  readonly id: string;
  readonly trigger: string;
  readonly startedAtMs: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: string;
    readonly body: RecordedBody;
  };
  /** Null while the call runs. */
  readonly end: WireEnd | null;
}

export interface WireEnd extends Usage {
  readonly start: string | null;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorStack: string | null;
  readonly droppedLogLines: number;
  readonly spans: string;
  readonly logLines: string;
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: string;
    readonly body: RecordedBody;
  } | null;
}

/** The records of a batch, in order. */
export function decodeBatch(batch: Batch): WireRecord[] {
  const reader = new BatchReader(batch);
  const records: WireRecord[] = [];
  while (records.length < batch.records) records.push(reader.record());
  return records;
}

class BatchReader {
  readonly #batch: Batch;
  #next = 0;
  #bodyStart = 0;
  #origin: WireOrigin | null = null;

  constructor(batch: Batch) {
    this.#batch = batch;
  }

  /** Object literals are evaluated in the order they are written, which is the order of the values. */
  record(): WireRecord {
    const kind = this.#number();
    return {
      origin: this.#originOrLast(),
      id: this.#text(),
      trigger: this.#text(),
      startedAtMs: this.#number(),
      request: { method: this.#text(), url: this.#text(), headers: this.#text(), body: this.#body() },
      end: kind === FINISHED ? this.#end() : null,
    };
  }

  #originOrLast(): WireOrigin {
    const functionName = this.#textOrNull();
    if (functionName !== null) {
      this.#origin = {
        functionName,
        entry: this.#text(),
        version: this.#text(),
        engine: this.#text(),
        grants: this.#text(),
      };
    }
    if (this.#origin === null) throw new TypeError("the batch's first record says nothing of its function");
    return this.#origin;
  }

  #end(): WireEnd {
    return {
      start: this.#textOrNull(),
      outcome: this.#text(),
      errorCode: this.#textOrNull(),
      errorMessage: this.#textOrNull(),
      errorStack: this.#textOrNull(),
      droppedLogLines: this.#number(),
      wallUs: this.#number(),
      executionUs: this.#number(),
      activeCpuUs: this.#numberOrNull(),
      initUs: this.#number(),
      peakMemoryBytes: this.#numberOrNull(),
      memoryLimitBytes: this.#number(),
      ingressBytes: this.#number(),
      egressBytes: this.#number(),
      spans: this.#text(),
      logLines: this.#text(),
      response: this.#response(),
    };
  }

  #response(): WireEnd["response"] {
    const status = this.#value();
    if (typeof status !== "number") return null;
    return { status, statusText: this.#text(), headers: this.#text(), body: this.#body() };
  }

  #body(): RecordedBody {
    const bytes = this.#number();
    const sha256 = this.#textOrNull();
    const length = this.#number();
    if (length < 0) return { bytes, sha256, content: null };
    const content = this.#batch.bodies.subarray(this.#bodyStart, this.#bodyStart + length);
    this.#bodyStart += length;
    return { bytes, sha256, content };
  }

  #value(): WireValue {
    const value = this.#batch.values[this.#next];
    this.#next += 1;
    if (value === undefined) throw new RangeError("the batch ended inside a record");
    return value;
  }

  #text(): string {
    const value = this.#value();
    if (typeof value !== "string") throw new TypeError("the batch has no text where one belongs");
    return value;
  }

  #textOrNull(): string | null {
    const value = this.#value();
    if (typeof value === "number") throw new TypeError("the batch has a number where text belongs");
    return value;
  }

  #numberOrNull(): number | null {
    const value = this.#value();
    if (typeof value === "string") throw new TypeError("the batch has text where a number belongs");
    return value;
  }

  #number(): number {
    const value = this.#value();
    if (typeof value !== "number") throw new TypeError("the batch has no number where one belongs");
    return value;
  }
}
