import { existsSync } from "node:fs";
import type { BuildProblem } from "../../../runtime/model";
import { compareProfiles } from "../../../runtime/profile";
import type { Comparison } from "../../../runtime/profile";
import type { Workbench } from "../workbench";
import { isRuns, measureSubjects, subjectOf } from "./measure-operands";
import type { MeasureRequest, Operand, Subject } from "./measure-operands";
import { findProfile } from "./saved-profiles";

export interface CompareRequest extends MeasureRequest {
  /** Two profiles' versions are measured in turn, too, where they are still kept. */
  readonly anew?: boolean;
}

export type CompareResult =
  | { readonly ok: true; readonly comparison: Comparison }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] }
  /** The operands are nothing that can be compared: one line. */
  | { readonly ok: false; readonly message: string };

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
  const subjects: Subject[] = [];
  for (const operand of operands) {
    const subject = await subjectOf(workbench, operand, request);
    if ("problems" in subject) return { ok: false, problems: subject.problems };
    subjects.push(subject);
  }
  const [one, other] = await measureSubjects(workbench, subjects, saved, request);
  if (one === undefined || other === undefined) throw new Error("a comparison takes two operands");
  return { ok: true, comparison: compareProfiles(one, other, subjects.every(isRuns)) };
}

export type ReadOperands =
  | { readonly ok: true; readonly operands: readonly Operand[] }
  /** One of the texts is nothing that can be compared: one line. */
  | { readonly ok: false; readonly message: string };

/** What texts name: each a saved profile's name, a profile's file (`.json`), or an entry. */
export async function readOperands(workbench: Workbench, texts: readonly string[]): Promise<ReadOperands> {
  const operands: Operand[] = [];
  for (const text of texts) {
    const operand = await readOperand(workbench, text);
    if ("message" in operand) return { ok: false, message: operand.message };
    operands.push(operand);
  }
  return { ok: true, operands };
}

/** The same of one text. */
export async function readOperand(workbench: Workbench, text: string): Promise<Operand | { readonly message: string }> {
  const profile = await findProfile(workbench, text);
  if (profile !== null) return "message" in profile ? profile : { type: "profile", profile };
  if (existsSync(text)) return { type: "entry", entry: text };
  return {
    message: `${text} is neither a saved profile (coldframe profiles lists them) nor a function: check name or path`,
  };
}
