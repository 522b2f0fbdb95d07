import type { CompareOperand, FunctionInfo, SavedProfile } from "../../../../preload/contract";
import type { Profile } from "../../../../runtime/model";
import { formatMoment } from "../../../ui/format";

/** One thing that can be compared, as a list offers it. */
export interface OperandChoice {
  /** Stable, for the list. */
  readonly value: string;
  readonly label: string;
  readonly operand: CompareOperand;
}

/** Functions as their sources are now, profiles that were measured in this window, and saved ones that hold starts. */
export function operandChoices(
  functions: readonly FunctionInfo[],
  measured: readonly Profile[],
  saved: readonly SavedProfile[],
): readonly OperandChoice[] {
  const unsaved = measured.filter(({ id }) => !saved.some((one) => one.id === id));
  return [
    ...functions.map(({ path, name }) => choice({ type: "function", path }, `${name}, as it is now`)),
    ...unsaved.map(({ id, functionName, recordedAtMs }) =>
      choice({ type: "profile", id }, `${functionName}, measured ${formatMoment(recordedAtMs)}`),
    ),
    ...saved
      .filter(({ runs }) => runs > 0)
      .map(({ id, name, functionName }) => choice({ type: "profile", id }, `${name} (saved, ${functionName})`)),
  ];
}

function choice(operand: CompareOperand, label: string): OperandChoice {
  return { value: operand.type === "function" ? `function ${operand.path}` : `profile ${operand.id}`, label, operand };
}

/** What is compared before anyone chose: the function's latest profile or the newest saved one, with the function as it is now. */
export function usualOperands(
  choices: readonly OperandChoice[],
  functionPath: string | null,
  own: readonly string[],
): readonly [first: string, second: string] {
  const profiles = choices.filter(({ operand }) => operand.type === "profile");
  const ofFunction = profiles.find(({ operand }) => operand.type === "profile" && own.includes(operand.id));
  const now = choices.find(({ operand }) => operand.type === "function" && operand.path === functionPath);
  const second = now ?? choices.find(({ operand }) => operand.type === "function") ?? choices[0];
  const first = ofFunction ?? profiles[0] ?? choices.find((one) => one !== second) ?? second;
  return [first?.value ?? "", second?.value ?? ""];
}
