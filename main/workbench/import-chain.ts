import type { BuildProblem } from "../../runtime";

/** The modules that lead to a problem, entry first, where its message does not name them already. */
export function unsaidImportChain({ message, importChain }: BuildProblem): readonly string[] {
  return message.includes(importChain.join(" → ")) ? [] : importChain;
}
