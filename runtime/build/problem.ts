import type { BuildFailureCode, BuildProblem, SourceLocation } from "../model";

/** A problem without a place in a source, unless one is given. */
export function problem(code: BuildFailureCode, message: string, location: SourceLocation | null = null): BuildProblem {
  return { code, message: oneLine(message), location, importChain: [] };
}

export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").trim();
}

/** A value or the problem that stood in its way. */
export type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: BuildProblem };
