import type {
  Artifact,
  BuildProblem,
  CallInput,
  Grants,
  Invocation,
  InvokeOptions,
  RuntimeOptions,
  Start,
} from "../../../runtime";
import { newCallId } from "../call-id";
import { resolveInput } from "../invoke";
import type { Workbench } from "../workbench";

/** A function to be called many times, for its figures alone. */
export interface RunsRequest {
  /** A file, or a folder with an entry. */
  readonly entry: string;
  readonly input: CallInput;
  /** Without the memory, which each run names. */
  readonly access: Omit<Grants, "memoryMb">;
  /** Cancels the running call. */
  readonly signal: AbortSignal;
}

/** A built function that can be run. */
export interface Runs {
  readonly artifact: Artifact;
  /** What it is asked: method and URL, or `event`. */
  readonly request: string;
  /**
   * Calls it once. The run is a measurement: it is not kept in the history. `memoryMb`: the tier, enforced.
   */
  run(
    memoryMb: number,
    start: Start,
    options?: Pick<InvokeOptions, "onPrepared" | "withoutImage" | "sampling">,
  ): Promise<Invocation>;
}

export type PreparedRuns =
  { readonly ok: true; readonly runs: Runs } | { readonly ok: false; readonly problems: readonly BuildProblem[] };

/**
 * The runtime for measuring: each of `tiers` memory sizes keeps a sandbox of its own, with one place more for a cold start. Bodies stay
 * whole in their invocation.
 */
export function measuringRuntime(tiers: number): Omit<RuntimeOptions, "cacheDir"> {
  return { pool: { maxPool: 0, maxSandboxes: tiers + 1 }, bodyLimitBytes: 64 * 1024 * 1024 };
}

/** Things that are done in turn, each time beginning with the next of them: what comes first has no advantage then. */
export function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** Builds the function. A failed build is a value of the result, a failed call an outcome of its invocation. */
export async function prepareRuns(workbench: Workbench, request: RunsRequest): Promise<PreparedRuns> {
  const runtime = await workbench.runtime();
  const built = await runtime.build(request.entry);
  if (!built.ok) return built;
  return { ok: true, runs: await runsOf(workbench, built.artifact, request) };
}

/** A function that is built already. */
export async function runsOf(
  workbench: Workbench,
  artifact: Artifact,
  { input: given, access, signal }: Omit<RunsRequest, "entry">,
): Promise<Runs> {
  const runtime = await workbench.runtime();
  const { localHost } = await import("../../../runtime");
  const input = resolveInput(given, `http://${localHost(artifact.name)}/`);
  return {
    artifact,
    request: input.trigger === "event" ? "event" : `${input.request.method} ${input.request.url}`,
    run: (memoryMb, start, options = {}) => {
      const call = { id: newCallId(), input, grants: { ...access, memoryMb }, start };
      return runtime.invoke(artifact, call, { ...options, signal });
    },
  };
}
