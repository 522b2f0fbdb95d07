import type { BuildProblem, Profile, Start } from "../../../runtime/model";
import { prepareRuns, runsOf } from "../measure/runs";
import type { Runs, RunsRequest } from "../measure/runs";
import type { Workbench } from "../workbench";
import { collectStarts } from "./collect";
import type { CollectRequest } from "./collect";
import { profileOf } from "./profile";

/** What is compared: a profile as it was measured, or the function at a path as its source is now. */
export type Operand =
  { readonly type: "profile"; readonly profile: Profile } | { readonly type: "entry"; readonly entry: string };

/** How operands are measured that are held against each other. */
export interface MeasureRequest extends Omit<RunsRequest, "entry"> {
  readonly memoryMb: number;
  /** Null: as in the profile, or all. */
  readonly starts: readonly Start[] | null;
  /** Of each kind; null: as in the profile, or the usual number. */
  readonly runs: number | null;
  readonly usual: { readonly starts: readonly Start[]; readonly runs: number };
  /** Called before anything is measured. */
  readonly onBegin?: (measured: readonly Runs[], starts: readonly Start[], runs: number) => void;
  readonly onRound?: (round: number, runs: number) => void;
}

/** What stands for an operand: a function that is measured now, or a profile whose version is no longer kept. */
export type Subject = Runs | Profile;

/** A saved profile's version is measured again where it is still kept: what the machine did on another day is no difference. */
export async function subjectOf(
  workbench: Workbench,
  operand: Operand,
  request: MeasureRequest,
): Promise<Subject | { readonly problems: readonly BuildProblem[] }> {
  if (operand.type === "profile") {
    const artifact = await workbench.artifacts.find(operand.profile.version);
    return artifact === null ? operand.profile : runsOf(workbench, artifact, request);
  }
  const prepared = await prepareRuns(workbench, { ...request, entry: operand.entry });
  if (!prepared.ok) return prepared;
  workbench.artifacts.keep(prepared.runs.artifact);
  return prepared.runs;
}

export function isRuns(subject: Subject): subject is Runs {
  return "artifact" in subject;
}

/**
 * The subjects' profiles, in their order: what can run is measured in turn, and a profile stands as it was saved. `saved`: whose starts
 * and runs are the usual ones.
 */
export async function measureSubjects(
  workbench: Workbench,
  subjects: readonly Subject[],
  saved: Profile | null,
  request: MeasureRequest,
  options: Pick<CollectRequest, "othersGoOn"> = {},
): Promise<readonly Profile[]> {
  const starts = request.starts ?? saved?.starts ?? request.usual.starts;
  const runs = request.runs ?? saved?.runs ?? request.usual.runs;
  const { memoryMb } = request;
  const running = subjects.filter(isRuns);
  if (running.length === 0) return subjects.filter((subject): subject is Profile => !isRuns(subject));
  request.onBegin?.(running, starts, runs);
  const recordedAtMs = Date.now();
  const onRound = (round: number): void => {
    if (round > 0) request.onRound?.(round, runs);
  };
  const collected = await collectStarts(workbench, {
    ...{ subjects: running, starts, runs, memoryMb, alsoWithoutImage: false, onRound, ...options },
  });
  return subjects.map((subject) => {
    if (!isRuns(subject)) return subject;
    const found = collected[running.indexOf(subject)];
    if (found === undefined) throw new Error("a function was not measured");
    return profileOf(subject, { starts, runs, memoryMb }, found, recordedAtMs);
  });
}
