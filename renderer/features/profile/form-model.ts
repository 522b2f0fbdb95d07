import type { Start } from "../../../runtime/model";
import { RUNS, STARTS } from "../../../runtime/model";
import { formatInteger } from "../../ui/format";

/** What is chosen, and typed in as it is typed. */
export interface ProfileForm {
  readonly runs: string;
  readonly starts: readonly Start[];
}

export const USUAL_FORM: ProfileForm = { runs: String(RUNS.usual), starts: STARTS };

export type ReadForm =
  | { readonly ok: true; readonly runs: number; readonly starts: readonly Start[] }
  /** What is wrong with each; null: nothing. */
  | { readonly ok: false; readonly runs: string | null; readonly starts: string | null };

export function readForm({ runs: text, starts }: ProfileForm): ReadForm {
  const runs = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  const isFine = runs >= RUNS.least && runs <= RUNS.most;
  const wrongRuns = isFine ? null : `from ${RUNS.least} to ${formatInteger(RUNS.most)}, please`;
  const wrongStarts = starts.length > 0 ? null : "choose one at least";
  if (wrongRuns !== null || wrongStarts !== null) return { ok: false, runs: wrongRuns, starts: wrongStarts };
  return { ok: true, runs, starts };
}

/** In the order in which starts are always named. */
export function withStart(starts: readonly Start[], start: Start, on: boolean): readonly Start[] {
  return STARTS.filter((one) => (one === start ? on : starts.includes(one)));
}
