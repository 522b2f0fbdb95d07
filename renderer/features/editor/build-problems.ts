import type { BuildProblem } from "../../../runtime/model";
import type { Problem } from "../../session";
import { setProblems, useCalls } from "../../session";
import { pathInWorkspace } from "./editor-model";
import { modelAt, monaco } from "./monaco";

const OWNER = "build";

/** What the bundler said, as problems of the workspace. A warning builds all the same. */
function problemsOf(problems: readonly BuildProblem[], folder: string): readonly Problem[] {
  return problems.map(({ code, message, location }) => {
    const path = location === null ? null : pathInWorkspace(location.file, folder);
    return {
      severity: code === "suspicious-code" ? "warning" : "error",
      source: "build",
      message,
      place: location === null || path === null ? null : { path, line: location.line, column: location.column },
    };
  });
}

/** Shows the last build's problems in the list and in the text. Returns what ends it. */
export function followBuildProblems(folder: string): () => void {
  const show = (problems: readonly BuildProblem[]): void => {
    const listed = problemsOf(problems, folder);
    setProblems("build", listed);
    monaco.editor.removeAllMarkers(OWNER);
    const paths = new Set(listed.flatMap(({ place }) => place?.path ?? []));
    for (const path of paths) mark(path, listed);
  };
  show(useCalls.getState().buildProblems);
  return useCalls.subscribe((now, before) => {
    if (now.buildProblems !== before.buildProblems) show(now.buildProblems);
  });
}

function mark(path: string, problems: readonly Problem[]): void {
  const model = modelAt(path);
  if (model === null) return;
  const markers = problems.flatMap((problem) => {
    if (problem.place?.path !== path) return [];
    const line = Math.min(problem.place.line, model.getLineCount());
    const { column } = problem.place;
    const word = model.getWordAtPosition({ lineNumber: line, column });
    return {
      severity: problem.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      message: problem.message,
      source: "build",
      startLineNumber: line,
      startColumn: column,
      endLineNumber: line,
      endColumn: word?.endColumn ?? column + 1,
    };
  });
  monaco.editor.setModelMarkers(model, OWNER, markers);
}
