import { builtInPriceLists, selectPriceLists } from "../../../../runtime/cost";
import type { Pricing } from "../../../../runtime/cost";

/** The price lists that come along for these platforms, uncalibrated. */
export function pricingOf(...platforms: readonly string[]): Pricing {
  const selection = selectPriceLists(builtInPriceLists, platforms);
  if (!selection.ok) throw new Error(selection.message);
  return { lists: selection.lists, calibrationOf: () => null };
}
