import type { LanguageId } from "../../../runtime";
import type { MeasuredFunction } from "../../../runtime/profile";
import type { Workbench } from "../workbench";
import { isRuns, measureSubjects, subjectOf } from "./measure-operands";
import type { MeasureRequest, Operand, Subject } from "./measure-operands";

/** Several functions, as they were measured. */
export interface ComparedFunctions {
  /** In the order of the operands. */
  readonly functions: readonly MeasuredFunction[];
  /** Whether all starts were measured in turn, so that the machine's drift is in none. */
  readonly interleaved: boolean;
}

/**
 * Forces starts of several functions in turn. One whose source does not build, or whose call fails, says why, and the others are measured
 * all the same. Saved profiles among themselves stand as they were measured.
 */
export async function compareFunctions(
  workbench: Workbench,
  operands: readonly Operand[],
  request: MeasureRequest,
): Promise<ComparedFunctions> {
  const saved = operands.flatMap((operand) => (operand.type === "profile" ? [operand.profile] : []));
  const isAsSaved = saved.length === operands.length;
  const built: { readonly who: Named; readonly subject: Subject | NotBuilt }[] = [];
  for (const operand of operands) {
    const subject =
      isAsSaved && operand.type === "profile" ? operand.profile : await subjectOf(workbench, operand, request);
    built.push({ who: await describe(operand), subject });
  }
  const subjects = built.flatMap(({ subject }) => ("problems" in subject ? [] : [subject]));
  const profiles = await measureSubjects(workbench, subjects, saved[0] ?? null, request, { othersGoOn: true });
  const functions = built.map(({ who, subject }): MeasuredFunction => {
    if ("problems" in subject) return { ...who, result: { type: "build-failed", problems: subject.problems } };
    const profile = profiles[subjects.indexOf(subject)];
    if (profile === undefined) throw new Error("a function was not measured");
    return { ...who, result: { type: "measured", profile } };
  });
  return { functions, interleaved: subjects.every(isRuns) };
}

type NotBuilt = Extract<Awaited<ReturnType<typeof subjectOf>>, { readonly problems: unknown }>;
type Named = Pick<MeasuredFunction, "name" | "language">;

async function describe(operand: Operand): Promise<Named> {
  const { resolveEntry } = await import("../../../runtime");
  const entry = operand.type === "profile" ? operand.profile.entry : operand.entry;
  const { result } = resolveEntry(entry);
  const language: LanguageId | null = result.ok ? result.value.language.id : null;
  if (operand.type === "profile") return { name: operand.profile.functionName, language };
  return { name: result.ok ? result.value.name : entry, language };
}
