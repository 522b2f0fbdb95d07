import { create } from "zustand";

export interface Problem {
  readonly severity: "error" | "warning";
  readonly source: "build" | "typescript" | "call";
  readonly message: string;
  /** Relative to the workspace; null: nowhere in particular. 1-based. */
  readonly place: { readonly path: string; readonly line: number; readonly column: number } | null;
}

interface Problems {
  readonly all: readonly Problem[];
}

export const useProblems = create<Problems>(() => ({ all: [] }));

/** Replaces all problems of one source. */
export function setProblems(source: Problem["source"], problems: readonly Problem[]): void {
  useProblems.setState(({ all }) => ({ all: [...all.filter((problem) => problem.source !== source), ...problems] }));
}
