import type { BuildProblem } from "../../../runtime/model";
import { priceListId, priceListName } from "../../../runtime/cost";
import type { PriceList } from "../../../runtime/cost";
import { TEST_NAME } from "../../../runtime/profile";
import type { FunctionFigures, FunctionRow, StartComparison, StartSummary } from "../../../runtime/profile";
import { startComparisonDocument } from "./comparison-document";
import type { ComparedFunctions } from "./compare-functions";

/** `coldframe/comparisons@1`: several functions, the others held against the first that was measured. Times in integer microseconds. */
export function comparisonsDocument(
  { functions, interleaved }: ComparedFunctions,
  rows: readonly FunctionRow[],
  lists: readonly PriceList[],
) {
  return {
    schema: "coldframe/comparisons@1",
    interleaved,
    /** Of each verdict; all of them together raise a false alarm in 5 of 100 comparisons at most. */
    test: TEST_NAME,
    functions: rows.map(({ name, language, figures, reason }, at) => {
      const result = functions[at]?.result;
      return {
        function: name,
        language,
        ...figuresDocument(figures, lists),
        /** Why there are no figures, or fewer than were asked for; null: all are there. */
        reason,
        /** Null: the source builds. */
        problems: result?.type === "build-failed" ? result.problems : (null as readonly BuildProblem[] | null),
      };
    }),
  } as const;
}

export type ComparisonsDocument = ReturnType<typeof comparisonsDocument>;

function figuresDocument(figures: FunctionFigures | null, lists: readonly PriceList[]) {
  const profile = figures?.profile ?? null;
  return {
    engine: profile?.engine ?? null,
    version: profile?.version ?? null,
    bytes: profile?.bytes ?? null,
    request: profile?.request ?? null,
    runs: profile?.runs ?? null,
    memoryBytes: figures?.memoryBytes ?? null,
    starts: Object.fromEntries((figures?.starts ?? []).map((summary) => startEntry(summary, figures?.verdicts ?? []))),
    /** Of a million calls like the median one of the last kind of start. */
    prices: lists.map((list, at) => ({
      platform: priceListName(list),
      priceList: priceListId(list),
      usdPerMillion: figures?.prices[at] ?? null,
      start: profile?.starts.at(-1) ?? null,
    })),
    /** Null: it holds all starts that were asked for. */
    ended: profile?.ended ?? null,
  };
}

function startEntry({ start, wall, p50Ci95 }: StartSummary, verdicts: readonly StartComparison[]) {
  const verdict = verdicts.find((each) => each.start === start);
  return [
    start,
    {
      n: wall?.n ?? 0,
      p50Us: wall === null ? null : Math.round(wall.p50),
      p50Ci95Us: p50Ci95?.map(Math.round) ?? null,
      /** Null: it is what the others are held against. */
      againstFirst: verdict === undefined ? null : startComparisonDocument(verdict),
    },
  ] as const;
}
