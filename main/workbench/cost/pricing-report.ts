import type { PricingReport } from "../../../preload/contract";
import { unpricedPlatforms } from "../../../runtime/cost";
import { WorkbenchError } from "../workbench-error";
import { readCalibrations } from "./calibrations";
import { ownPriceListFolder, readPriceLists } from "./price-lists";

/**
 * Every price list and calibration that there is, for a window that makes bills itself.
 * @throws {WorkbenchError} `invalid-price-list`
 */
export async function pricingReport(home: string): Promise<PricingReport> {
  const [known, calibrations] = await Promise.all([readPriceLists(home), readCalibrations(home)]);
  if (!known.ok) throw new WorkbenchError("invalid-price-list", known.message);
  return {
    lists: known.lists,
    own: known.own,
    ownFolder: ownPriceListFolder(home),
    unpriced: unpricedPlatforms(known.lists),
    calibrations: [...calibrations.values()],
  };
}
