import { uuidv7 } from "uuidv7";
import type { Artifact, BuildProblem, CpuProfile, CpuProfileEnd, Invocation, SampledCall } from "../../../runtime";
import { CPU_SAMPLING, SampleMerger } from "../../../runtime/profile";
import { prepareRuns } from "../measure/runs";
import type { Runs, RunsRequest } from "../measure/runs";
import type { Workbench } from "../workbench";
import { describeMachine } from "./machine";

export interface CpuProfileRequest extends RunsRequest {
  /** MiB. */
  readonly memoryMb: number;
  /** About how often the stack is sampled, microseconds. */
  readonly everyUs: number;
  /** Calls to sample; null: until there are enough samples for shares to be told apart. */
  readonly calls: number | null;
  /** Called when the source is built; what it throws ends it, before anything is called. */
  readonly onBuilt?: (artifact: Artifact) => void | Promise<void>;
  /** Called after each sampled call: how far it has come. */
  readonly onCall?: (progress: CpuProgress) => void;
}

/** In calls where their number was given, in samples where not. */
export interface CpuProgress {
  readonly done: number;
  readonly total: number;
}

export type CpuProfileResult =
  | { readonly ok: true; readonly profile: CpuProfile; readonly artifact: Artifact }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] }
  /** Why its engine can't be sampled, one line. */
  | { readonly ok: false; readonly message: string };

/** The sandbox has answered before it is sampled: its thread's own code is compiled then. */
const CALLS_BEFORE = 3;

/**
 * Builds a function and calls it warm again and again, with its stack sampled. The first call that does not end well ends it all, with
 * what was seen until then, in that call too: a loop that never ends is where its samples are. Nothing of it is kept in the history.
 */
export async function profileCpu(workbench: Workbench, request: CpuProfileRequest): Promise<CpuProfileResult> {
  const prepared = await prepareRuns(workbench, request);
  if (!prepared.ok) return prepared;
  const { artifact, request: asked } = prepared.runs;
  if (artifact.engine === "wasi") {
    const message = `${artifact.name} is a WASI program, which runs in threads of Wasmer's SDK: their stacks can't be sampled`;
    return { ok: false, message };
  }
  workbench.artifacts.keep(artifact);
  await request.onBuilt?.(artifact);
  const recordedAtMs = Date.now();
  const { merger, calls, status, ended } = await sampleCalls(prepared.runs, request);
  const { name: functionName, entry, version, engine } = artifact;
  const profile: CpuProfile = {
    ...{ id: uuidv7(), functionName, entry, version, engine, bytes: artifact.code.byteLength },
    ...{ recordedAtMs, machine: describeMachine() },
    ...{ memoryMb: request.memoryMb, request: asked, everyUs: request.everyUs, calls, status, ended },
    ...merger.merged,
  };
  return { ok: true, artifact, profile };
}

interface Sampled {
  readonly merger: SampleMerger;
  calls: number;
  status: number | null;
  ended: CpuProfileEnd | null;
}

async function sampleCalls(runs: Runs, request: CpuProfileRequest): Promise<Sampled> {
  const sampled: Sampled = { merger: new SampleMerger(runs.artifact.engine), calls: 0, status: null, ended: null };
  const { memoryMb, everyUs } = request;
  for (let call = 0; call < CALLS_BEFORE; call += 1) {
    // A first call that fails is sampled as well: where it fails is what its user wants to know.
    if ((await runs.run(memoryMb, "warm")).outcome !== "ok") break;
  }
  const taken = (samples: SampledCall): void => {
    sampled.merger.add(samples);
  };
  for (const begunMs = performance.now(); ;) {
    const last = isLast(sampled, request, performance.now() - begunMs);
    const invocation = await runs.run(memoryMb, "warm", { sampling: { everyUs, last, taken } });
    sampled.calls += 1;
    sampled.status = invocation.response?.status ?? null;
    sampled.ended = endOf(invocation);
    if (sampled.ended !== null) return sampled;
    request.onCall?.(progressOf(sampled, request.calls));
    if (last) return sampled;
  }
}

/** Whether the next call is the last one: the engine may have gathered what it saw of several. */
function isLast({ calls, merger }: Sampled, request: CpuProfileRequest, passedMs: number): boolean {
  if (merger.count >= CPU_SAMPLING.mostSamples) return true;
  if (request.calls !== null) return calls + 1 >= request.calls;
  return merger.count >= CPU_SAMPLING.enoughSamples || passedMs > CPU_SAMPLING.enoughMs;
}

/** A call that was cancelled while it waited is as interrupted as one that ran. */
function endOf({ outcome, error }: Invocation): CpuProfileEnd | null {
  if (outcome === "ok") return null;
  return { outcome: error?.code === "cancelled" ? "interrupted" : outcome, error };
}

function progressOf({ calls, merger }: Sampled, asked: number | null): CpuProgress {
  return asked === null ? { done: merger.count, total: CPU_SAMPLING.enoughSamples } : { done: calls, total: asked };
}
