import type { TierRuns, TuneReply, TuneRequest } from "../../../preload/contract";
import type { Calls } from "../calls";
import { inputOf } from "../replay";
import type { Report } from "../running";
import { openWorkbench } from "../workbench";
import { measureTiers } from "./measure-tiers";
import type { TierMeasurement } from "./measure-tiers";
import { measuringRuntime, prepareRuns } from "../measure/runs";

export interface TuneCallParts {
  /** The folder of the history and the cache. */
  readonly home: string;
  readonly calls: Pick<Calls, "invocation">;
  /** When it is aborted, the running call ends and the rest is left out. */
  readonly signal: AbortSignal;
  /** Told after each run how many there were, of all. */
  readonly report: Report;
}

/**
 * Runs the function of a recorded call, as its source is now, at each memory size: with that call's request and grants. It has
 * sandboxes of its own, so that the window's calls neither wait nor share theirs. Nothing of it is kept in the history.
 * @throws {WorkbenchError} `not-found`, `still-running`, `not-replayable`, before anything ran
 * @throws the signal's reason when it is aborted
 */
export async function tuneCall(
  { invocationId, tiers, rounds }: Omit<TuneRequest, "id">,
  { home, calls, signal, report }: TuneCallParts,
): Promise<TuneReply> {
  const recorded = await calls.invocation(invocationId);
  const input = inputOf(recorded);
  await using workbench = openWorkbench({ home, runtime: measuringRuntime(tiers.length) });
  const request = { entry: recorded.entry, input, access: recorded.grants, signal };
  const prepared = await prepareRuns(workbench, request);
  if (!prepared.ok) return { type: "build-failed", problems: prepared.problems };
  const { runs } = prepared;
  let done = 0;
  const measured = await measureTiers(runs, tiers, rounds, () => {
    done += 1;
    report(done, tiers.length * (rounds + 1));
  });
  signal.throwIfAborted();
  return { type: "measured", measured: { version: runs.artifact.version, rounds, tiers: measured.map(tierRuns) } };
}

function tierRuns({ memoryMb, invocations, failure }: TierMeasurement): TierRuns {
  return {
    memoryMb,
    usages: invocations.map(({ usage }) => usage),
    failure,
    status: invocations.at(-1)?.response?.status ?? null,
  };
}
