import { existsSync } from "node:fs";
import type { BuildProblem, Profile, Start } from "../../../runtime/model";
import { compareProfiles } from "../../../runtime/profile";
import type { Comparison } from "../../../runtime/profile";
import { prepareRuns, runsOf } from "../measure/runs";
import type { Runs, RunsRequest } from "../measure/runs";
import type { Workbench } from "../workbench";
import { collectStarts } from "./collect";
import { profileOf } from "./profile";
import { findProfile } from "./saved-profiles";

export interface CompareRequest extends Omit<RunsRequest, "entry"> {
  readonly memoryMb: number;
  /** Null: as in the profile, or all. */
  readonly starts: readonly Start[] | null;
  /** Of each kind; null: as in the profile, or the usual number. */
  readonly runs: number | null;
  /** Two profiles' versions are measured in turn, too, where they are still kept. */
  readonly anew?: boolean;
  readonly usual: { readonly starts: readonly Start[]; readonly runs: number };
  /** Called before anything is measured. */
  readonly onBegin?: (measured: readonly Runs[], starts: readonly Start[], runs: number) => void;
  readonly onRound?: (round: number, runs: number) => void;
}

export type CompareResult =
  | { readonly ok: true; readonly comparison: Comparison }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] }
  /** An operand is nothing that can be compared: one line. */
  | { readonly ok: false; readonly message: string };

/** What is compared: a profile as it was measured, or the function at a path as its source is now. */
export type Operand =
  { readonly type: "profile"; readonly profile: Profile } | { readonly type: "entry"; readonly entry: string };

/** Compares what two texts name: each a saved profile's name, a profile's file (`.json`), or an entry. */
export async function compare(
  workbench: Workbench,
  { operands: [one, other], ...request }: CompareRequest & { readonly operands: readonly [one: string, other: string] },
): Promise<CompareResult> {
  const first = await readOperand(workbench, one);
  if ("message" in first) return { ok: false, message: first.message };
  const second = await readOperand(workbench, other);
  if ("message" in second) return { ok: false, message: second.message };
  return compareOperands(workbench, [first, second], request);
}

/**
 * Entries are measured now, in turn; so is a saved profile's version beside an entry, where it is still kept: what the machine did on
 * another day is no difference between versions.
 */
export async function compareOperands(
  workbench: Workbench,
  operands: readonly [first: Operand, second: Operand],
  request: CompareRequest,
): Promise<CompareResult> {
  const [first, second] = operands;
  if (first.type === "profile" && second.type === "profile") {
    if (!first.profile.starts.some((start) => second.profile.starts.includes(start))) {
      return { ok: false, message: "the two profiles have no kind of start in common" };
    }
    if (request.anew !== true) {
      return { ok: true, comparison: compareProfiles(first.profile, second.profile, false) };
    }
  }
  const saved = operands.find((operand) => operand.type === "profile")?.profile ?? null;
  const subjects: (Runs | Profile)[] = [];
  for (const operand of operands) {
    const subject = await subjectOf(workbench, operand, request);
    if ("problems" in subject) return { ok: false, problems: subject.problems };
    subjects.push(subject);
  }
  const [one, other] = await measured(workbench, subjects, saved, request);
  if (one === undefined || other === undefined) throw new Error("a comparison takes two operands");
  return { ok: true, comparison: compareProfiles(one, other, subjects.every(isRuns)) };
}

/** What a text names: a saved profile, a profile's file, or an entry. A message, one line: none of them. */
export async function readOperand(workbench: Workbench, text: string): Promise<Operand | { readonly message: string }> {
  const profile = await findProfile(workbench, text);
  if (profile !== null) return "message" in profile ? profile : { type: "profile", profile };
  if (existsSync(text)) return { type: "entry", entry: text };
  return {
    message: `${text} is neither a saved profile (coldframe profiles lists them) nor a function: check name or path`,
  };
}

async function subjectOf(
  workbench: Workbench,
  operand: Operand,
  request: CompareRequest,
): Promise<Runs | Profile | { readonly problems: readonly BuildProblem[] }> {
  if (operand.type === "profile") {
    const artifact = await workbench.artifacts.find(operand.profile.version);
    return artifact === null ? operand.profile : runsOf(workbench, artifact, request);
  }
  const prepared = await prepareRuns(workbench, { ...request, entry: operand.entry });
  if (!prepared.ok) return prepared;
  workbench.artifacts.keep(prepared.runs.artifact);
  return prepared.runs;
}

function isRuns(subject: Runs | Profile): subject is Runs {
  return "artifact" in subject;
}

/** What must run runs; a profile whose version is gone stands as it was saved. */
async function measured(
  workbench: Workbench,
  subjects: readonly (Runs | Profile)[],
  saved: Profile | null,
  request: CompareRequest,
): Promise<readonly Profile[]> {
  const starts = request.starts ?? saved?.starts ?? request.usual.starts;
  const runs = request.runs ?? saved?.runs ?? request.usual.runs;
  const { memoryMb } = request;
  const running = subjects.filter(isRuns);
  request.onBegin?.(running, starts, runs);
  const recordedAtMs = Date.now();
  const onRound = (round: number): void => {
    if (round > 0) request.onRound?.(round, runs);
  };
  const collected = await collectStarts(workbench, {
    ...{ subjects: running, starts, runs, memoryMb, alsoWithoutImage: false, onRound },
  });
  return subjects.map((subject) => {
    if (!isRuns(subject)) return subject;
    const found = collected[running.indexOf(subject)];
    if (found === undefined) throw new Error("a function was not measured");
    return profileOf(subject, { starts, runs, memoryMb }, found, recordedAtMs);
  });
}
