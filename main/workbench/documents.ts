import type { Artifact, BuildProblem, HeaderPair, Invocation, LogLine, RecordedBody, Span, Usage } from "../../runtime";
import type { Pricing } from "../../runtime/cost";
import { billDocuments } from "./cost/bill-document";
import type { BillDocument } from "./cost/bill-document";

/** Text where the bytes are valid UTF-8, else their base64. Null: the body was not kept. */
export type BodyDocument = string | { readonly base64: string } | null;

/** `coldframe/invocation@1`: one invocation as a script reads it. Times are integer microseconds from accept. */
export interface InvocationDocument {
  readonly schema: "coldframe/invocation@1";
  readonly id: string;
  readonly function: string;
  readonly version: string;
  readonly engine: string;
  readonly trigger: string;
  readonly start: string | null;
  readonly outcome: string;
  readonly error: { readonly code: string; readonly message: string; readonly stack: string | null } | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly HeaderPair[];
    readonly bodyBytes: number;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly HeaderPair[];
    readonly body: BodyDocument;
    readonly bodyBytes: number;
    /** Only where the body was too long to be kept. */
    readonly bodySha256?: string;
  } | null;
  readonly logs: readonly LogLine[];
  /** Console lines dropped after the cap. */
  readonly droppedLogLines: number;
  readonly spans: readonly Span[];
  readonly usage: Usage;
  /** What the call costs, one bill for each platform it is priced on. Empty for a call that never reached a sandbox. */
  readonly bills: readonly BillDocument[];
}

/** `coldframe/invocations@1`: what `--repeat` made. */
export interface InvocationsDocument {
  readonly schema: "coldframe/invocations@1";
  readonly invocations: readonly InvocationDocument[];
}

/** `coldframe/artifact@1`: what build made. */
export interface ArtifactDocument {
  readonly schema: "coldframe/artifact@1";
  readonly function: string;
  readonly version: string;
  readonly kind: string;
  readonly engine: string;
  readonly entry: string;
  readonly bytes: number;
  /** How long the build took, microseconds. */
  readonly buildUs: number;
  /** Largest first. */
  readonly modules: readonly { readonly path: string; readonly bytes: number }[];
  readonly warnings: readonly BuildProblem[];
}

/** `coldframe/build-failure@1`: why a source did not build. */
export interface BuildFailureDocument {
  readonly schema: "coldframe/build-failure@1";
  readonly problems: readonly BuildProblem[];
}

/** Bills are made here, of the recorded usage: they follow price lists that are changed or added later. */
export function invocationDocument(invocation: Invocation, pricing: Pricing): InvocationDocument {
  const { request, response, error, usage } = invocation;
  return {
    schema: "coldframe/invocation@1",
    id: invocation.id,
    function: invocation.functionName,
    version: invocation.version,
    engine: invocation.engine,
    trigger: invocation.trigger,
    start: invocation.start,
    outcome: invocation.outcome,
    error: error === null ? null : { code: error.code, message: error.message, stack: error.stack },
    startedAt: new Date(invocation.startedAtMs).toISOString(),
    request: { method: request.method, url: request.url, headers: request.headers, bodyBytes: request.body.bytes },
    response:
      response === null
        ? null
        : {
            status: response.status,
            headers: response.headers,
            body: bodyDocument(response.body.content),
            bodyBytes: response.body.bytes,
            ...hashOf(response.body),
          },
    logs: invocation.logs.map(({ level, atUs, text }) => ({ level, atUs, text })),
    droppedLogLines: invocation.droppedLogLines,
    spans: invocation.spans.map(({ name, startUs, endUs, parent, attributes }) => ({
      name,
      startUs,
      endUs,
      parent,
      attributes,
    })),
    usage: {
      wallUs: usage.wallUs,
      executionUs: usage.executionUs,
      activeCpuUs: usage.activeCpuUs,
      initUs: usage.initUs,
      peakMemoryBytes: usage.peakMemoryBytes,
      memoryLimitBytes: usage.memoryLimitBytes,
      ingressBytes: usage.ingressBytes,
      egressBytes: usage.egressBytes,
    },
    bills: billDocuments(invocation, pricing),
  };
}

export function invocationsDocument(invocations: readonly Invocation[], pricing: Pricing): InvocationsDocument {
  return {
    schema: "coldframe/invocations@1",
    invocations: invocations.map((invocation) => invocationDocument(invocation, pricing)),
  };
}

/** `buildUs`: how long the build took, microseconds. */
export function artifactDocument(
  artifact: Artifact,
  buildUs: number,
  warnings: readonly BuildProblem[],
): ArtifactDocument {
  return {
    schema: "coldframe/artifact@1",
    function: artifact.name,
    version: artifact.version,
    kind: artifact.kind,
    engine: artifact.engine,
    entry: artifact.entry,
    bytes: artifact.code.byteLength,
    buildUs,
    modules: [...artifact.modules]
      .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
      .map(({ path, bytes }) => ({ path, bytes })),
    warnings,
  };
}

export function buildFailureDocument(problems: readonly BuildProblem[]): BuildFailureDocument {
  return { schema: "coldframe/build-failure@1", problems };
}

/** Bytes as a document carries them: either form gives the same bytes back. */
export function bodyDocument(content: Uint8Array | null): BodyDocument {
  if (content === null) return null;
  return textOf(content) ?? { base64: Buffer.from(content).toString("base64") };
}

/** The bytes as text, or null where they are not valid UTF-8. A byte order mark is kept. */
function textOf(content: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

function hashOf(body: RecordedBody): { readonly bodySha256?: string } {
  return body.sha256 === null ? {} : { bodySha256: body.sha256 };
}
