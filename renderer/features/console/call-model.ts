import type { Workspace } from "../../../preload/contract";
import type { BuildProblem, Invocation, RecordedResponse } from "../../../runtime/model";
import { formatBytes, formatDuration, startText } from "../../../runtime/model";
import type { Problem } from "../../session/problems";
import { functionOf, relativePath } from "../../bridge/functions";
import { parseStack, workspacePath } from "./stack-model";

export function problemsOfBuild(
  workspace: Workspace,
  problems: readonly BuildProblem[],
  severity: Problem["severity"],
): readonly Problem[] {
  return problems.map(({ message, location }) => {
    const path = location === null ? null : relativePath(workspace.folder, location.file);
    const place = location === null || path === null ? null : { path, line: location.line, column: location.column };
    return { severity, source: "build", message, place };
  });
}

/** A failed call as a problem, at the first place of its stack that is in the workspace. */
export function problemsOfCall(workspace: Workspace, invocation: Invocation): readonly Problem[] {
  const { error, outcome } = invocation;
  // What the user did on purpose is no problem.
  if (error === null || outcome === "interrupted") return [];
  const info = functionOf(workspace, invocation);
  const frames = error.stack === null ? [] : parseStack(error.stack).map(({ frame }) => frame);
  for (const frame of frames) {
    const path = frame === null || info === null ? null : workspacePath(info, frame.file);
    if (frame !== null && path !== null && !path.includes("node_modules/"))
      return [problemOf(error.message, { path, line: frame.line, column: frame.column })];
  }
  return [problemOf(error.message, info === null ? null : { path: info.entryFile, line: 1, column: 1 })];
}

function problemOf(message: string, place: Problem["place"]): Problem {
  return { severity: "error", source: "call", message, place };
}

/** For screen readers: what came back, in one sentence. */
export function announcement(invocation: Invocation, statusText: string): string {
  const { outcome, response, error, usage } = invocation;
  const head = outcome === "ok" && response !== null ? `${response.status} ${statusText}`.trim() : outcome;
  const parts = [head, formatDuration(usage.wallUs), startText(invocation)];
  if (response !== null) parts.push(formatBytes(response.body.bytes));
  return error === null ? parts.join(", ") : `${parts.join(", ")}: ${error.message}`;
}

export function headerOf(response: RecordedResponse | null, wanted: string): string {
  return response?.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
}
