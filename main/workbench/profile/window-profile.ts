import type {
  CompareReply,
  CompareRequest,
  CpuProfileReply,
  CpuProfileRequest,
  ProfileReply,
  ProfileRequest,
  ProfileTogetherReply,
  ProfileTogetherRequest,
} from "../../../preload/contract";
import type { CallInput, Grants, Profile } from "../../../runtime";
import { CPU_SAMPLING, isOfSamples, profileOfSamples } from "../../../runtime/profile";
import type { Calls } from "../calls";
import { measuringRuntime } from "../measure/runs";
import { inputOf } from "../replay";
import type { Report } from "../running";
import { openWorkbench } from "../workbench";
import { WorkbenchError } from "../workbench-error";
import { compareFunctions } from "./compare-functions";
import { compareOperands } from "./compare-operands";
import { profileCpu } from "./cpu-profile";
import type { Operand } from "./measure-operands";
import { profile, profilingRuntime, topLevelRounds } from "./profile";
import type { Profiles } from "./profiles";
import { STAGES } from "./stages";

export interface WindowProfileParts {
  /** The folder of the history and the cache. */
  readonly home: string;
  readonly calls: Pick<Calls, "invocation">;
  readonly profiles: Profiles;
  /** The absolute path of a function of the open folder. */
  readonly entryOf: (path: string) => string | Promise<string>;
  /** When it is aborted, the running start ends, and with it the profile. */
  readonly signal: AbortSignal;
  /** Told after each round how many there were, of all. */
  readonly report: Report;
}

/** What is asked of a function that was not called yet. */
const USUAL_INPUT: CallInput = { trigger: "http", request: { method: "GET", url: "/", headers: [], body: null } };
const USUAL_GRANTS: Grants = { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 5000 };

/**
 * Profiles a function of the open folder. It has sandboxes of its own, so that the window's calls neither wait nor share theirs.
 * @throws {WorkbenchError} `not-found`, `still-running`, `not-replayable`, before anything ran
 */
export async function profileFunction(
  { path, callId, starts, runs }: Omit<ProfileRequest, "id">,
  parts: WindowProfileParts,
): Promise<ProfileReply> {
  const { home, profiles, entryOf, signal, report } = parts;
  const [entry, asked] = [await entryOf(path), await askedOf(callId, parts)];
  await using workbench = openWorkbench({ home, runtime: profilingRuntime(1) });
  const onRound = (round: number): void => {
    report(round, runs, STAGES.starts);
  };
  const onTopLevel = (round: number): void => {
    report(round, topLevelRounds(runs), STAGES.topLevel);
  };
  const onTrial = (round: number, of: number): void => {
    report(round, of, STAGES.imports);
  };
  const request = { ...asked, entry, starts, runs, signal, onRound, onTopLevel, onTrial };
  const result = await profile(workbench, request);
  if (!result.ok) return { type: "build-failed", problems: result.problems };
  profiles.remember(result.profile);
  return { type: "measured", profile: result.profile };
}

/**
 * Profiles several functions of the open folder in turn.
 * @throws {WorkbenchError} `not-found`, `still-running`, `not-replayable`, before anything ran
 * @throws the signal's reason when it is aborted: half of a comparison says nothing
 */
export async function profileFunctionsTogether(
  { paths, callId, starts, runs }: Omit<ProfileTogetherRequest, "id">,
  parts: WindowProfileParts,
): Promise<ProfileTogetherReply> {
  const { home, profiles, entryOf, signal, report } = parts;
  const operands: Operand[] = [];
  for (const path of paths) operands.push({ type: "entry", entry: await entryOf(path) });
  const asked = await askedOf(callId, parts);
  await using workbench = openWorkbench({ home, runtime: profilingRuntime(paths.length) });
  const request = { ...asked, starts, runs, usual: { starts, runs }, signal, onRound: report };
  const { functions } = await compareFunctions(workbench, operands, request);
  signal.throwIfAborted();
  for (const { result } of functions) if (result.type === "measured") profiles.remember(result.profile);
  return functions;
}

/**
 * Samples the handler of a function of the open folder, in a sandbox of its own.
 * @throws {WorkbenchError} `not-found`, `still-running`, `not-replayable`, `not-sampled`, before anything ran
 */
export async function profileFunctionCpu(
  { path, callId, calls }: Omit<CpuProfileRequest, "id">,
  parts: WindowProfileParts,
): Promise<CpuProfileReply> {
  const { home, profiles, entryOf, signal, report } = parts;
  const [entry, asked] = [await entryOf(path), await askedOf(callId, parts)];
  await using workbench = openWorkbench({ home, runtime: measuringRuntime(1) });
  const result = await profileCpu(workbench, {
    ...{ ...asked, entry, calls, everyUs: CPU_SAMPLING.everyUs.usual, signal },
    onCall: ({ done, total }) => {
      report(Math.min(done, total), total);
    },
  });
  if (result.ok) {
    profiles.remember(profileOfSamples(result.profile));
    return { type: "measured", profile: result.profile };
  }
  if ("message" in result) throw new WorkbenchError("not-sampled", `Not sampled: ${result.message}`);
  return { type: "build-failed", problems: result.problems };
}

/**
 * Holds the second operand against the first.
 * @throws {WorkbenchError} `not-found`, `still-running`, `not-replayable`, `not-comparable`, before anything ran
 * @throws the signal's reason when it is aborted: half of a comparison says nothing
 */
export async function compareInWindow(
  { operands, anew, callId, starts, runs }: Omit<CompareRequest, "id">,
  parts: WindowProfileParts,
): Promise<CompareReply> {
  const { home, profiles, entryOf, signal, report } = parts;
  const found: Operand[] = [];
  for (const operand of operands) {
    if (operand.type === "profile") found.push({ type: "profile", profile: await startsOf(profiles, operand.id) });
    else found.push({ type: "entry", entry: await entryOf(operand.path) });
  }
  const [first, second] = found;
  if (first === undefined || second === undefined) throw new Error("a comparison takes two operands");
  const asked = await askedOf(callId, parts);
  await using workbench = openWorkbench({ home, runtime: profilingRuntime(2) });
  const kinds = found.some(({ type }) => type === "profile") ? null : starts;
  const request = { ...asked, anew, starts: kinds, runs, usual: { starts, runs }, signal, onRound: report };
  const result = await compareOperands(workbench, [first, second], request);
  signal.throwIfAborted();
  if (result.ok) {
    for (const side of [result.comparison.first, result.comparison.second]) profiles.remember(side);
    return { type: "compared", comparison: result.comparison };
  }
  if ("message" in result) throw new WorkbenchError("not-comparable", `Not compared: ${result.message}`);
  return { type: "build-failed", problems: result.problems };
}

/** A recorded call's request and grants, or the usual ones. */
async function askedOf(
  callId: string | null,
  { calls }: Pick<WindowProfileParts, "calls">,
): Promise<{ readonly input: CallInput; readonly access: Grants; readonly memoryMb: number }> {
  if (callId === null) return { input: USUAL_INPUT, access: USUAL_GRANTS, memoryMb: USUAL_GRANTS.memoryMb };
  const recorded = await calls.invocation(callId);
  return { input: inputOf(recorded), access: recorded.grants, memoryMb: recorded.grants.memoryMb };
}

/** @throws {WorkbenchError} `not-found`, and `not-comparable` where it holds no starts */
async function startsOf(profiles: Profiles, id: string): Promise<Profile> {
  const profile = await profiles.find(id);
  if (!isOfSamples(profile)) return profile;
  throw new WorkbenchError("not-comparable", "Not compared: the profile holds samples of the handler, and no starts");
}
