import type { PricingReport } from "../../../../preload/contract";
import { calibrationAmong, profilePrices, selectPriceLists } from "../../../../runtime/cost";
import { functionRows } from "../../../../runtime/profile";
import type { FunctionRow, MeasuredFunction, StartComparison } from "../../../../runtime/profile";
import { formatInteger } from "../../../ui/format";

/** The rows of functions that do the same, and whose prices they have. */
export interface PricedRows {
  readonly rows: readonly FunctionRow[];
  /** As in the settings; empty: none is chosen, or it has no price list. */
  readonly platforms: readonly string[];
}

/** `platform`: the user's first one; null: none. */
export function pricedRows(
  functions: readonly MeasuredFunction[],
  report: PricingReport | undefined,
  platform: string | null,
): PricedRows {
  const selection = report === undefined || platform === null ? null : selectPriceLists(report.lists, [platform]);
  const lists = selection?.ok === true ? selection.lists : [];
  const calibrationOf = calibrationAmong(report?.calibrations ?? []);
  return {
    rows: functionRows(functions, (profile) => profilePrices(profile, { lists, calibrationOf })),
    platforms: platform === null || lists.length === 0 ? [] : [platform],
  };
}

/** A verdict in words, against the first function. */
export function verdictText({ verdict, needed }: StartComparison): string {
  if (verdict !== null) return verdict;
  return needed === null ? "undecided" : `undecided: ${formatInteger(needed)} starts of each would tell`;
}
