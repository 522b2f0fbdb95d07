import type { Artifact, BuildProblem, HttpRequest, Invocation, Outcome, ResponseSink, Start } from "../../../runtime";

/** What is served: one function at `/`, or each function of a folder at `/<name>/…`. Paths are absolute. */
export type GatewayTarget =
  { readonly kind: "function"; readonly entry: string } | { readonly kind: "folder"; readonly path: string };

/** A function that the gateway serves. */
export interface ServedFunction {
  readonly name: string;
  /** What is built: a file, or a folder that holds an entry. Absolute. */
  readonly entry: string;
  /** Where it is mounted: "" or `/<name>`, percent-encoded. The function sees its URLs without it, and it in
   * `x-forwarded-prefix`; it is put before the path of its `location`. */
  readonly prefix: string;
}

/** What goes with one call. */
export interface GatewayCall {
  /** Aborted when the client goes away, or the gateway closes. */
  readonly signal: AbortSignal;
  /** Takes the response. Head, at most one chunk and end within one turn of the event loop go out in one piece, with a length. */
  readonly sink: ResponseSink;
  /** The version to run, where the gateway builds; null where `invoke` does. */
  readonly artifact: Artifact | null;
  /** The build that the request waited for; null where there was none. */
  readonly build: AwaitedBuild | null;
}

/** When a request came that waited for a build, and that build. Milliseconds of `performance.now()`. */
export interface AwaitedBuild {
  readonly acceptedMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** The source did not build, so that there was no call. */
export interface BuildFailed {
  readonly problems: readonly BuildProblem[];
}

/**
 * Runs one call and records it. The response comes through the sink, whole ones too; the promise may take longer, for what the
 * function does in `waitUntil`. Never rejects for a guest's failure.
 */
export type InvokeFunction = (
  entry: string,
  request: HttpRequest,
  call: GatewayCall,
) => Promise<Invocation | BuildFailed>;

/** What a build made, and what it depends on. */
export type SourceBuild =
  | { readonly ok: true; readonly artifact: Artifact; readonly inputs: readonly string[] }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] };

/** A version to run. `isNew`: it was built (or found unchanged by a build) while the request waited. */
export type CurrentSource = SourceBuild & { readonly isNew: boolean };

/** Builds a function's newest source. `inputs` are the absolute paths of all that it depends on, there or not. */
export type BuildFunction = (entry: string) => Promise<SourceBuild>;

/**
 * One answered request, for a log line.
 *
 * `outcome` is the invocation's, or `build-failed`, `refused` (no such function, foreign host, method) or `error` (a bug in
 * Coldframe). `status` is what was sent; 499, as nginx writes it, when the client went away before any was.
 */
export interface CallLine {
  readonly method: string;
  /** Path and query as the client sent them. */
  readonly path: string;
  readonly status: number;
  readonly start: Start | null;
  /** First line read to last byte handed to the socket, microseconds. */
  readonly wallUs: number;
  readonly outcome: Outcome | "build-failed" | "refused" | "error";
  readonly functionName: string | null;
  /** One line on what went wrong; null when nothing did. */
  readonly error: string | null;
}
