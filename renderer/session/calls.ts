import { create } from "zustand";
import type { BuildProblem } from "../../runtime/model";

interface Calls {
  /** The call that runs now, of the console or a replay; Escape cancels it. */
  readonly running: { readonly id: string; readonly startedAtMs: number } | null;
  /** The ended call, for the status bar. */
  readonly lastId: string | null;
  /** What the last build said. */
  readonly buildProblems: readonly BuildProblem[];
}

/** What the console, the editor's markers and the status bar know of calls. */
export const useCalls = create<Calls>(() => ({ running: null, lastId: null, buildProblems: [] }));
