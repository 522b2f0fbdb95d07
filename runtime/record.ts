import { BodyRecorder } from "./body-recorder";
import { mapStack } from "./build";
import { requestHeadBytes, responseHeadBytes } from "./http-size";
import type {
  Artifact,
  Call,
  Failure,
  HttpRequest,
  Invocation,
  LogLine,
  MonotonicUs,
  RecordedBody,
  RecordedRequest,
  RecordedResponse,
  ResponseHead,
  ResponseSink,
  Span,
} from "./model";
import { accountFor } from "./model";
import type { PoolSpan } from "./pool";
import type { ThreadSpan } from "./sandbox/protocol";
import type { PoolResult } from "./pool";

/** What an invocation's record is made of, once it ended. */
export interface RecordParts {
  readonly artifact: Artifact;
  readonly call: Call;
  readonly acceptUs: MonotonicUs;
  readonly startedAtMs: number;
  /** The time in which the source was built, where the call waited for it. */
  readonly build: { readonly startUs: MonotonicUs; readonly endUs: MonotonicUs } | null;
  readonly request: RecordedRequest;
  readonly response: RecordedResponse | null;
  readonly result: PoolResult;
  readonly failure: Failure | null;
}

/** The record of an invocation: all times become microseconds from accept. */
export function recordInvocation(parts: RecordParts): Invocation {
  const { artifact, call, acceptUs, result, request, response } = parts;
  const wallUs = Math.max(0, result.answeredUs - acceptUs);
  const { thread, image, failedInit } = result;
  const memoryLimitBytes = call.grants.memoryMb * 1024 * 1024;
  return {
    id: call.id,
    functionName: artifact.name,
    entry: artifact.entry,
    version: artifact.version,
    engine: artifact.engine,
    trigger: call.input.trigger,
    start: result.start,
    outcome: result.outcome,
    error: parts.failure,
    startedAtMs: parts.startedAtMs,
    request,
    response,
    logs: [...noticesOf(parts), ...logLines(result, acceptUs, artifact)],
    droppedLogLines: thread?.droppedLogLines ?? 0,
    spans: accountFor(collectSpans(parts, wallUs), wallUs),
    usage: {
      wallUs,
      executionUs: executionUs(parts),
      activeCpuUs: thread === null ? endedCpuUs(parts) : thread.activeCpuUs,
      initUs: (image ?? failedInit)?.initUs ?? evaluatedUs(thread),
      peakMemoryBytes: peakMemoryBytes(result),
      memoryLimitBytes,
      ingressBytes: requestHeadBytes(request) + request.body.bytes,
      egressBytes: response === null ? 0 : responseHeadBytes(response) + response.body.bytes,
    },
    grants: call.grants,
  };
}

/**
 * The handler's begin to the last byte. A thread that was ended under its call says nothing of the handler: then it is the time
 * since the thread took the call. A call that no thread took has none.
 */
function executionUs({ result, build, acceptUs }: RecordParts): number {
  const handler = result.thread?.spans.find(({ name, parent }) => name === "handler" && parent === null);
  const takenUs = result.spans.at(-1)?.endUs ?? build?.endUs ?? acceptUs;
  return Math.max(0, result.answeredUs - (handler?.startUs ?? takenUs));
}

/**
 * A thread that was ended under its call does not say what that used. A core module's handler never waits, so that it ran for all of the
 * time; of any other it is not known. Of a call whose handler never began: none.
 */
function endedCpuUs(parts: RecordParts): number | null {
  const { artifact, result } = parts;
  if (result.start === null || result.failedInit !== null) return 0;
  return artifact.engine === "wasm" ? executionUs(parts) : null;
}

/** Of a call that reached no sandbox nothing; of one whose thread was ended under it, nobody knows. */
function peakMemoryBytes({ thread, failedInit, start }: PoolResult): number | null {
  const last = thread ?? failedInit;
  if (last !== null) return last.memoryBytes;
  return start === null ? 0 : null;
}

/** A start without an image runs the top level in the call's own thread, before its handler. */
function evaluatedUs(thread: PoolResult["thread"]): number {
  const [first] = thread?.spans ?? [];
  return first?.name === "init" ? first.endUs - first.startUs : 0;
}

function collectSpans(parts: RecordParts, wallUs: number): Span[] {
  const { acceptUs, build, result } = parts;
  const from = (us: MonotonicUs): number => Math.max(0, us - acceptUs);
  const spans: Span[] = [];
  if (build !== null) {
    spans.push({ name: "build", startUs: from(build.startUs), endUs: from(build.endUs), parent: null, attributes: {} });
  }
  for (const span of result.spans) {
    const { name, startUs, endUs, attributes } = span;
    const parent = spans.length;
    spans.push({ name, startUs: from(startUs), endUs: from(endUs), parent: null, attributes });
    for (const part of name === "init" ? initParts(span, result.image?.initSpans ?? []) : [])
      spans.push({ ...part, startUs: from(part.startUs), endUs: from(part.endUs), parent });
  }
  if (result.thread === null) return spans;
  const first = spans.length;
  for (const { name, startUs, endUs, parent, attributes } of result.thread.spans) {
    const nested = parent === null ? null : parent + first;
    spans.push({ name, startUs: from(startUs), endUs: from(endUs), parent: nested, attributes });
  }
  const handledUs = Math.min(from(result.thread.handledUs), wallUs);
  spans.push({ name: "serialize", startUs: handledUs, endUs: wallUs, parent: null, attributes: {} });
  return spans;
}

/** A call that came while its image was being made saw the rest of it. */
function initParts(init: PoolSpan, parts: readonly ThreadSpan[]): ThreadSpan[] {
  return parts
    .filter(({ endUs }) => endUs > init.startUs)
    .map((part) => ({
      ...part,
      startUs: Math.max(part.startUs, init.startUs),
      endUs: Math.min(part.endUs, init.endUs),
    }));
}

/** The top level's own lines belong to the call in which it ran. */
function logLines(result: PoolResult, acceptUs: MonotonicUs, artifact: Artifact): LogLine[] {
  const init = result.spans.find((span) => span.name === "init");
  const initStartUs = init === undefined ? 0 : init.startUs - acceptUs;
  const initLogs = init === undefined ? [] : (result.image?.initLogs ?? result.failedInit?.logs ?? []);
  const lines = initLogs.map((line) => ({ ...line, atUs: Math.max(0, line.atUs + initStartUs) }));
  for (const line of result.thread?.logs ?? []) lines.push({ ...line, atUs: Math.max(0, line.atUs - acceptUs) });
  return lines.map((line) => (HAS_FRAMES.test(line.text) ? { ...line, text: mapStack(line.text, artifact) } : line));
}

/** What a call was granted and can't use. */
function noticesOf({ artifact, call }: RecordParts): readonly LogLine[] {
  if (artifact.engine === "quickjs" || call.grants.allowNet.length === 0) return [];
  const hosts = call.grants.allowNet.join(", ");
  const text = `WebAssembly functions have no network, so this one can't reach the hosts that it is allowed: ${hosts}`;
  return [{ level: "warn", atUs: 0, text }];
}

/** An error on the console shows its stack, as Node's does. No `\s`: it would go through all of a text of empty lines for each of them. */
const HAS_FRAMES = /^[ \t]*at .*:\d+:\d+\)?(?: \{)?$/m;

/** An event call as the request that its record shows: a POST of the event to the function's local URL. */
export function eventRequest(artifact: Artifact, event: string): HttpRequest {
  return {
    method: "POST",
    url: `http://${localHost(artifact.name)}/`,
    headers: [["content-type", "application/json"]],
    body: Buffer.from(event),
  };
}

/** A host name of the function's own that can't leave the machine: `<name>.local`, with what no host name may hold as `-`. */
export function localHost(functionName: string): string {
  const label = functionName
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${label === "" ? "function" : label.slice(0, 63)}.local`;
}

/** Records a response while a sink takes it. */
export class RecordingSink implements ResponseSink {
  readonly #sink: ResponseSink;
  readonly #body: BodyRecorder;
  #head: ResponseHead | null = null;

  constructor(sink: ResponseSink, limitBytes: number) {
    this.#sink = sink;
    this.#body = new BodyRecorder(limitBytes);
  }

  head(head: ResponseHead): void {
    this.#head = head;
    this.#sink.head(head);
  }

  chunk(bytes: Uint8Array): void | Promise<void> {
    this.#body.add(bytes);
    return this.#sink.chunk(bytes);
  }

  end(): void {
    this.#sink.end();
  }

  /** Passes on a response that came whole. */
  whole(head: ResponseHead, body: Uint8Array): void {
    this.head(head);
    if (body.length > 0) void this.chunk(body);
    this.end();
  }

  finish(complete: boolean): RecordedResponse | null {
    return this.#head === null ? null : { ...this.#head, body: this.#body.finish(complete) };
  }
}

/** Records a streamed request body while the guest reads it. */
export class RecordedStream implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #body: BodyRecorder;
  #complete = false;

  constructor(source: AsyncIterable<Uint8Array>, limitBytes: number) {
    this.#source = source;
    this.#body = new BodyRecorder(limitBytes);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#source) {
      this.#body.add(chunk);
      yield chunk;
    }
    this.#complete = true;
  }

  finish(): RecordedBody {
    return this.#body.finish(this.#complete);
  }
}

export function recordBytes(bytes: Uint8Array | null, limitBytes: number): RecordedBody {
  if (bytes === null) return { bytes: 0, content: new Uint8Array(0), sha256: null };
  const recorder = new BodyRecorder(limitBytes);
  recorder.add(bytes);
  return recorder.finish(true);
}
