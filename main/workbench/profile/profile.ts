import { uuidv7 } from "uuidv7";
import type { Artifact, BuildProblem, Profile, RuntimeOptions, Start } from "../../../runtime";
import { measuringRuntime, prepareRuns } from "../measure/runs";
import type { Runs, RunsRequest } from "../measure/runs";
import type { Workbench } from "../workbench";
import { collectStarts } from "./collect";
import type { Collected } from "./collect";
import { measureDeferrals } from "./deferrals";
import { describeMachine } from "./machine";
import { measureTopLevel } from "./top-level";

/** How often the top level runs, for its modules and for the imports that could wait. */
const TOP_LEVELS = { least: 5, most: 25 };

export interface ProfileRequest extends RunsRequest {
  /** MiB. */
  readonly memoryMb: number;
  readonly starts: readonly Start[];
  /** Of each kind. */
  readonly runs: number;
  /** Called when the source is built. */
  readonly onBuilt?: (artifact: Artifact) => void;
  /** Called after each round that counts, from 1. */
  readonly onRound?: (round: number) => void;
  /** Called after each of the `topLevelRounds` that follow, from 1. */
  readonly onTopLevel?: (round: number) => void;
  /** Called while imports are tried that could be loaded later: after `round` rounds of `of`, from 0. */
  readonly onTrial?: (round: number, of: number) => void;
}

export type ProfileResult =
  | { readonly ok: true; readonly profile: Profile; readonly artifact: Artifact }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] };

/** The runtime for profiling `functions` functions in turn: a bound sandbox of each, and a place for a new one. */
export function profilingRuntime(functions: number): Omit<RuntimeOptions, "cacheDir"> {
  return { ...measuringRuntime(functions + 1), logCollections: true };
}

/** Builds a function and forces many starts of it. Nothing of it is kept in the history. */
export async function profile(workbench: Workbench, request: ProfileRequest): Promise<ProfileResult> {
  const prepared = await prepareRuns(workbench, request);
  if (!prepared.ok) return prepared;
  const { artifact } = prepared.runs;
  workbench.artifacts.keep(artifact);
  request.onBuilt?.(artifact);
  const recordedAtMs = Date.now();
  const isEvaluated = artifact.engine === "quickjs";
  const [collected] = await collectStarts(workbench, {
    subjects: [prepared.runs],
    starts: request.starts,
    runs: request.runs,
    memoryMb: request.memoryMb,
    // A WASI command has no image of its own: each call is a start of it.
    alsoWithoutImage: artifact.engine !== "wasi",
    onRound: (round) => {
      if (round > 0) request.onRound?.(round);
    },
  });
  if (collected === undefined) throw new Error("the function was not measured");
  const rounds = topLevelRounds(request.runs);
  const found =
    collected.ended === null && isEvaluated ? await measureTopLevel(workbench, artifact, request, rounds) : null;
  const { topLevel = null, ended = collected.ended } = found ?? {};
  const deferrals =
    topLevel === null || ended !== null ? null : await measureDeferrals(workbench, topLevel, { ...request, rounds });
  const started = profileOf(prepared.runs, request, { ...collected, ended }, recordedAtMs);
  return { ok: true, artifact, profile: { ...started, topLevel, deferrals } };
}

/** How often the top level of a function is measured after so many rounds of starts. */
export function topLevelRounds(runs: number): number {
  return Math.min(Math.max(runs, TOP_LEVELS.least), TOP_LEVELS.most);
}

/** The profile that the starts of one function make: what else there is to say of it is measured apart. */
export function profileOf(
  { artifact, request }: Runs,
  { starts, runs, memoryMb }: Pick<ProfileRequest, "starts" | "runs" | "memoryMb">,
  { samples, withoutImage, ended, status, usage }: Collected,
  recordedAtMs: number,
): Profile {
  return {
    id: uuidv7(),
    functionName: artifact.name,
    entry: artifact.entry,
    version: artifact.version,
    engine: artifact.engine,
    bytes: artifact.code.byteLength,
    recordedAtMs,
    machine: describeMachine(),
    memoryMb,
    request,
    runs,
    starts,
    status,
    usage,
    samples,
    withoutImage,
    topLevel: null,
    deferrals: null,
    ended,
    cpuProfile: null,
  };
}
