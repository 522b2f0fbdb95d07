import type { Engine } from "./artifact";
import type { BodySource, HeaderPair, HttpRequest, ResponseHead } from "./http";
import type { Failure, Outcome, Start } from "./outcome";
import type { LogLine, Span } from "./trace";
import type { Usage } from "./usage";

/** What set an invocation off. OpenTelemetry's `faas.trigger`: `http`, or `other` for an event given by hand. */
export type Trigger = "http" | "event";

/** A file of this machine that a program is given a copy of. */
export interface GrantedFile {
  /** Absolute path in the program's file system. */
  readonly name: string;
  /** Absolute path on this machine. */
  readonly path: string;
}

/** What is granted to one call, and what it is held to. */
export interface Grants {
  /** The function's environment variables: all it sees. */
  readonly env: Readonly<Record<string, string>>;
  /** `host` or `host:port`, lower case. A host without a port allows all its ports. Empty: no network. */
  readonly allowNet: readonly string[];
  /** Files that a WASI program may read. Absent: none. */
  readonly allowFile?: readonly GrantedFile[];
  /** The tier: hard limit of linear memory, in MiB. */
  readonly memoryMb: number;
  /** Wall deadline, milliseconds from accept, or from the pool's first sandbox where that is later. A build is not counted. */
  readonly timeoutMs: number;
}

/** What a call asks of the function: a request, or an event for a Lambda-style handler. */
export type CallInput =
  | { readonly trigger: "http"; readonly request: HttpRequest }
  /** `event` is any JSON value. */
  | { readonly trigger: "event"; readonly event: unknown };

/** One call, before it ran. */
export interface Call {
  /** UUIDv7. */
  readonly id: string;
  readonly input: CallInput;
  readonly grants: Grants;
  readonly start: Start | "auto";
}

/** A request as it is kept: its body in full up to a limit, or only its length and hash. */
export interface RecordedBody {
  readonly bytes: number;
  /** The whole body; null when it was longer than the limit, or not read. */
  readonly content: Uint8Array | null;
  /** SHA-256 in hexadecimal, when `content` is null and the body was seen in full. */
  readonly sha256: string | null;
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: RecordedBody;
}

export interface RecordedResponse extends ResponseHead {
  readonly body: RecordedBody;
}

/**
 * One call, after it ended: what the store keeps and every panel and command shows. For an event call `request` is the
 * event as a POST of JSON to the function's local URL, so that every record has one shape; `response` is then its result as JSON.
 */
export interface Invocation {
  readonly id: string;
  readonly functionName: string;
  /** Absolute path of the function's entry. */
  readonly entry: string;
  readonly version: string;
  readonly engine: Engine;
  readonly trigger: Trigger;
  /** Null when the call never reached a sandbox, and when Coldframe ended under it: then nobody knows. */
  readonly start: Start | null;
  readonly outcome: Outcome;
  readonly error: Failure | null;
  /** Milliseconds since the Unix epoch, at accept. */
  readonly startedAtMs: number;
  readonly request: RecordedRequest;
  /** Null when no response head was produced. */
  readonly response: RecordedResponse | null;
  readonly logs: readonly LogLine[];
  /** Console lines that were dropped after the cap. */
  readonly droppedLogLines: number;
  readonly spans: readonly Span[];
  readonly usage: Usage;
  readonly grants: Grants;
}

/** A call's start in words, also where there is none to show. */
export function startText({ start, error }: Pick<Invocation, "start" | "error">): string {
  return start ?? (isStartUnknown(error) ? "start unknown" : "never started");
}

/** The process ended under the call, and with it went what was known of its start. */
export function isStartUnknown(error: Failure | null): boolean {
  return error?.code === "process-ended";
}

/** Where a response goes while it is produced. `chunk` may return a promise: the guest's stream waits for it. */
export interface ResponseSink {
  head(head: ResponseHead): void;
  chunk(bytes: Uint8Array): void | Promise<void>;
  /** The response is complete, while the call may go on in `waitUntil`. Not called for a response that breaks off. */
  end(): void;
}

export type { BodySource };
