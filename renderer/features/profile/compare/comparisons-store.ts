import { create } from "zustand";
import type { CompareOperand } from "../../../../preload/contract";
import type { Invocation, Start } from "../../../../runtime/model";
import type { Comparison } from "../../../../runtime/profile";
import { api } from "../../../bridge";
import { notifyFailure } from "../../../session";
import type { MeasureFailure } from "../measuring";
import { measureAlone, notBuilt } from "../measuring";

export type CompareResult =
  { readonly ok: true; readonly comparison: Comparison } | { readonly ok: false; readonly failure: MeasureFailure };

interface Comparisons {
  /** What was chosen, by the choices' values; null: the usual. */
  readonly first: string | null;
  readonly second: string | null;
  readonly anew: boolean;
  /** What the last comparison came to; null: there was none. */
  readonly result: CompareResult | null;
}

export const useComparisons = create<Comparisons>(() => ({ first: null, second: null, anew: false, result: null }));

/** Measures what must be measured, and shows the verdict. */
export async function runComparison(
  operands: readonly [CompareOperand, CompareOperand],
  call: Invocation | null,
  { runs, starts }: { readonly runs: number; readonly starts: readonly Start[] },
): Promise<void> {
  const { anew } = useComparisons.getState();
  const reply = await measureAlone("Comparing two profiles", (id) =>
    api.compareProfiles({ id, operands, anew, callId: call?.id ?? null, starts, runs }),
  );
  if (reply === null) return;
  if (!reply.ok) {
    if (reply.error.code === "cancelled") notifyFailure(reply.error);
    else keep({ ok: false, failure: reply.error });
  } else if (reply.value.type === "compared") keep({ ok: true, comparison: reply.value.comparison });
  else keep({ ok: false, failure: notBuilt("The function", reply.value.problems) });
}

function keep(result: CompareResult): void {
  useComparisons.setState({ result });
}
