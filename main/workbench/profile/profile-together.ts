import type { BuildProblem, Profile } from "../../../runtime";
import { prepareRuns } from "../measure/runs";
import type { Runs } from "../measure/runs";
import type { Workbench } from "../workbench";
import { collectStarts } from "./collect";
import { profileOf } from "./profile";
import type { ProfileRequest } from "./profile";

export interface ProfileTogetherRequest extends Omit<ProfileRequest, "entry" | "onBuilt" | "onTopLevel"> {
  readonly entries: readonly string[];
}

export type ProfilesTogether =
  /** In the order of the entries. */
  | { readonly ok: true; readonly profiles: readonly Profile[] }
  /** `at`: which entry does not build. */
  | { readonly ok: false; readonly at: number; readonly problems: readonly BuildProblem[] };

/** Forces starts of several functions in turn, so that what the machine does meanwhile is in all of them. */
export async function profileTogether(
  workbench: Workbench,
  { entries, ...request }: ProfileTogetherRequest,
): Promise<ProfilesTogether> {
  const subjects: Runs[] = [];
  for (const [at, entry] of entries.entries()) {
    const prepared = await prepareRuns(workbench, { ...request, entry });
    if (!prepared.ok) return { ok: false, at, problems: prepared.problems };
    workbench.artifacts.keep(prepared.runs.artifact);
    subjects.push(prepared.runs);
  }
  const recordedAtMs = Date.now();
  const { starts, runs, memoryMb } = request;
  const collected = await collectStarts(workbench, {
    ...{ subjects, starts, runs, memoryMb, alsoWithoutImage: false },
    onRound: (round) => {
      if (round > 0) request.onRound?.(round);
    },
  });
  const profiles = subjects.map((subject, at) => {
    const found = collected[at];
    if (found === undefined) throw new Error("a function was not measured");
    return profileOf(subject, request, found, recordedAtMs);
  });
  return { ok: true, profiles };
}
