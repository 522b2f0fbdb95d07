import type {
  Artifact,
  BuildProblem,
  Call,
  CallInput,
  Grants,
  HttpRequest,
  InvokeOptions,
  Invocation,
  RecordedBody,
  Start,
} from "../../runtime";
import type { StartedCall, Store } from "../store";
import type { ArtifactShelf } from "./artifacts";
import { newCallId } from "./call-id";
import type { Workbench } from "./workbench";

/**
 * The runtime for a command that makes one call at a time: no sandboxes are kept ready for others, and a body is whole in the
 * invocation whatever its length (the history keeps long ones by length and hash).
 */
export const ONE_AT_A_TIME = {
  pool: { maxPool: 0, maxSandboxes: 2 },
  bodyLimitBytes: 64 * 1024 * 1024,
} as const;

/** One function to call, once or many times. */
export interface InvokeRequest {
  /** A file, or a folder with an entry. */
  readonly entry: string;
  /** A request's URL may be relative: it is then the function's own local address, `http://<function>.local/…`. */
  readonly input: CallInput;
  readonly grants: Grants;
  readonly start: Start | "auto";
  /** Calls, one after the other. */
  readonly repeat: number;
  /** Cancels the running call and leaves out the rest. */
  readonly signal: AbortSignal;
  /** Called when the source is built. `buildUs` in microseconds; `warnings`: what is suspicious in the source. */
  readonly onBuilt?: (artifact: Artifact, buildUs: number, warnings: readonly BuildProblem[]) => void;
}

export type InvokeResult =
  | { readonly ok: true; readonly invocations: readonly Invocation[] }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] };

/**
 * Builds a function and calls it. Each call is in the history before it runs, and again when it ended. A failed call is an
 * outcome of its invocation; a failed build is a value of the result.
 *
 * The build is not part of the calls' time: no platform would make a caller wait for it, nor bill it.
 * @throws {StoreError} before anything ran, when the history can't be written.
 */
export async function invoke(workbench: Workbench, request: InvokeRequest): Promise<InvokeResult> {
  const [store, runtime] = await Promise.all([workbench.store(), workbench.runtime()]);
  const built = await runtime.build(request.entry);
  if (!built.ok) return built;
  const { artifact } = built;
  request.onBuilt?.(artifact, built.buildUs, built.warnings);
  const { localHost } = await import("../../runtime");
  const input = resolveInput(request.input, `http://${localHost(artifact.name)}/`);
  const invocations: Invocation[] = [];
  do {
    const call: Call = { id: newCallId(), input, grants: request.grants, start: request.start };
    invocations.push(
      await recordedCall({ store, runtime, artifacts: workbench.artifacts }, artifact, call, {
        signal: request.signal,
      }),
    );
  } while (invocations.length < request.repeat && !request.signal.aborted);
  return { ok: true, invocations };
}

/** Where a call runs and where it is kept. */
export interface CallParts {
  readonly store: Pick<Store, "begin" | "finish">;
  /** Where the version is kept, so that the call can be made again after an edit. */
  readonly artifacts: Pick<ArtifactShelf, "keep">;
  readonly runtime: { invoke(artifact: Artifact, call: Call, options?: InvokeOptions): Promise<Invocation> };
}

/**
 * Runs one call, and keeps it: what began is in the history even where the process dies under the call. `startedAtMs` is when
 * the call was accepted, epoch milliseconds.
 */
export async function recordedCall(
  { store, runtime, artifacts }: CallParts,
  artifact: Artifact,
  call: Call,
  options: InvokeOptions,
  startedAtMs = Date.now(),
): Promise<Invocation> {
  const { input } = call;
  const request = input.trigger === "event" ? await requestOfEvent(artifact, input.event) : input.request;
  store.begin(startedCall(artifact, call, request, startedAtMs));
  // The history dates a call by its begin; what the caller is given says the same.
  const invocation = { ...(await runtime.invoke(artifact, call, options)), startedAtMs };
  store.finish(invocation);
  artifacts.keep(artifact);
  return invocation;
}

/** A call as the history shows it while it runs. A streamed body is not known yet. */
function startedCall(
  artifact: Artifact,
  { id, input, grants }: Call,
  request: HttpRequest,
  startedAtMs: number,
): StartedCall {
  return {
    id,
    functionName: artifact.name,
    entry: artifact.entry,
    version: artifact.version,
    engine: artifact.engine,
    trigger: input.trigger,
    startedAtMs,
    request: { ...request, body: bodyOf(request.body instanceof Uint8Array ? request.body : null) },
    grants,
  };
}

/** The same request that the ended call shows. */
async function requestOfEvent(artifact: Artifact, event: unknown): Promise<HttpRequest> {
  const { eventRequest } = await import("../../runtime");
  return eventRequest(artifact, JSON.stringify(event));
}

function bodyOf(content: Uint8Array | null): RecordedBody {
  return { bytes: content?.byteLength ?? 0, content, sha256: null };
}

/** With the request's URL made absolute. @throws {TypeError} where it can't be. */
export function resolveInput(input: CallInput, base: string): CallInput {
  if (input.trigger === "event") return input;
  return { ...input, request: { ...input.request, url: new URL(input.request.url, base).href } };
}
