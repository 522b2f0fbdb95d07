import { relative } from "node:path";
import type { BuildProblem } from "../../runtime/model";
import { unsaidImportChain } from "../workbench/import-chain";
import { formatCount } from "../../runtime/model";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

/** More problems than this are counted instead of shown: the first ones explain the rest. */
const SHOWN = 10;

/**
 * Why a source did not build, on stderr: one line `file:line:column: message` per problem, then the source line with a
 * caret under the column, then the import chain where the message does not name it.
 */
export function printProblems(terminal: Terminal, problems: readonly BuildProblem[]): void {
  for (const problem of problems.slice(0, SHOWN)) printProblem(terminal, problem);
  if (problems.length > SHOWN) terminal.note(`and ${formatCount(problems.length - SHOWN, "more problem")}`);
}

function printProblem(terminal: Terminal, problem: BuildProblem): void {
  const { noteColors } = terminal;
  const { location, message } = problem;
  const line = visible(message.replaceAll("\n", " "));
  if (location === null) {
    terminal.note(`${noteColors.red("coldframe:")} ${line}`);
  } else {
    const place = `${showPath(location.file)}:${location.line}:${location.column}`;
    terminal.note(`${noteColors.bold(place)}: ${noteColors.red(line)}`);
    if (location.lineText !== "") {
      // Tabs stay tabs above the caret, so that it lands under its column whatever their width is.
      const indent = location.lineText.slice(0, location.column - 1).replace(/[^\t]/g, " ");
      terminal.note(`  ${visible(location.lineText)}\n  ${indent}${noteColors.red("^")}`);
    }
  }
  const importChain = unsaidImportChain(problem);
  if (importChain.length > 1) terminal.note(noteColors.dim(`  imported by ${importChain.map(showPath).join(" → ")}`));
}

/** Relative to the working directory where that is shorter. */
export function showPath(path: string): string {
  const shorter = relative(process.cwd(), path);
  return shorter !== "" && shorter.length < path.length ? shorter : path;
}
