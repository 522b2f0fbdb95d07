import { isMissing } from "../../runtime/model";
import type { BuildProblem } from "../../runtime/model";
import { buildFailureDocument } from "../workbench/documents";
import { EXIT } from "./exit-codes";
import { printProblems } from "./print-problems";
import type { Terminal } from "./terminal";

/** Says why a function was not built, as one document too where `json` asks for it, and returns the exit code. */
export function reportBuildFailure(
  terminal: Terminal,
  problems: readonly BuildProblem[],
  { json }: { readonly json?: true } = {},
): number {
  if (json === true) terminal.print(JSON.stringify(buildFailureDocument(problems)));
  printProblems(terminal, problems);
  return buildExitCode(problems);
}

export function buildExitCode(problems: readonly BuildProblem[]): number {
  return problems.every(isMissing) ? EXIT.usage : EXIT.build;
}
