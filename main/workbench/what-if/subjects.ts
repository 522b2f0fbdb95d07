import type { Artifact, BuildProblem, CallInput, Grants, Profile } from "../../../runtime";
import { STARTS } from "../../../runtime/model";
import { readOperand } from "../profile/compare-operands";
import { profile } from "../profile/profile";
import type { Workbench } from "../workbench";

export interface SubjectsRequest {
  /** Each a saved profile's name, a profile's file (`.json`), or an entry, which is measured now. */
  readonly operands: readonly string[];
  readonly input: CallInput;
  readonly access: Omit<Grants, "memoryMb">;
  /** MiB. */
  readonly memoryMb: number;
  /** Of each kind. */
  readonly runs: number;
  readonly signal: AbortSignal;
  readonly onBuilt: (artifact: Artifact) => void;
  readonly onRound: (round: number) => void;
}

export type Subjects =
  | { readonly ok: true; readonly profiles: readonly Profile[] }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] }
  /** One operand is nothing that can be simulated: one line. */
  | { readonly ok: false; readonly message: string };

/** The profiles that the operands name; what is an entry is profiled first. */
export async function readSubjects(workbench: Workbench, request: SubjectsRequest): Promise<Subjects> {
  const { operands, ...measuring } = request;
  const profiles: Profile[] = [];
  for (const text of operands) {
    const operand = await readOperand(workbench, text);
    if ("message" in operand) return { ok: false, message: operand.message };
    if (operand.type === "profile") profiles.push(operand.profile);
    else {
      const result = await profile(workbench, { ...measuring, entry: operand.entry, starts: STARTS });
      if (!result.ok) return result;
      profiles.push(result.profile);
    }
  }
  const twice = profiles.find(({ functionName }, index) => indexOf(profiles, functionName) !== index);
  if (twice !== undefined)
    return { ok: false, message: `${twice.functionName} is named twice: give one profile of each function` };
  return { ok: true, profiles };
}

function indexOf(profiles: readonly Profile[], name: string): number {
  return profiles.findIndex(({ functionName }) => functionName === name);
}
