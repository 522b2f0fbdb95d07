import { join } from "node:path";
import type { PricingReport } from "../../../preload/contract";
import { builtInPriceLists, UNPRICED } from "../../../runtime/cost";
import { readCalibrations } from "./calibrations";

/** Every price list and calibration that there is, for a window that makes bills itself. */
export async function pricingReport(home: string): Promise<PricingReport> {
  const calibrations = await readCalibrations(home);
  return {
    lists: builtInPriceLists,
    own: [],
    ownFolder: join(home, "price-lists"),
    unpriced: UNPRICED,
    calibrations: [...calibrations.values()],
  };
}
