import { create } from "zustand";
import type { FunctionInfo } from "../../../../preload/contract";
import type { Invocation, Start } from "../../../../runtime/model";
import type { MeasuredFunction } from "../../../../runtime/profile";
import { api } from "../../../bridge";
import { notifyFailure } from "../../../session";
import type { MeasureFailure } from "../measuring";
import { measureAlone } from "../measuring";

/** More columns than this nobody compares at once. */
export const MOST_FUNCTIONS = 6;

interface Languages {
  /** Paths of the chosen functions, in the order in which they were chosen; the others are held against the first. */
  readonly chosen: readonly string[];
  /** What the last measurement came to; null: there was none. */
  readonly result:
    | { readonly ok: true; readonly functions: readonly MeasuredFunction[] }
    | { readonly ok: false; readonly failure: MeasureFailure }
    | null;
}

export const useLanguages = create<Languages>(() => ({ chosen: [], result: null }));

export function choose(path: string, on: boolean): void {
  useLanguages.setState(({ chosen }) => ({
    chosen: on ? [...chosen, path].slice(0, MOST_FUNCTIONS) : chosen.filter((each) => each !== path),
  }));
}

/** Measures the functions in turn. */
export async function runLanguages(
  functions: readonly FunctionInfo[],
  call: Invocation | null,
  { runs, starts }: { readonly runs: number; readonly starts: readonly Start[] },
): Promise<void> {
  const paths = functions.map(({ path }) => path);
  const reply = await measureAlone("Comparing languages", (id) =>
    api.profileTogether({ id, paths, callId: call?.id ?? null, starts, runs }),
  );
  if (reply === null) return;
  if (!reply.ok) {
    if (reply.error.code === "cancelled") notifyFailure(reply.error);
    else useLanguages.setState({ result: { ok: false, failure: reply.error } });
    return;
  }
  useLanguages.setState({ result: { ok: true, functions: reply.value } });
}
