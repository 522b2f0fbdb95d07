import { builtInPriceLists, selectPriceLists } from "../../../runtime/cost";
import type { Pricing } from "../../../runtime/cost";
import { readCalibrations } from "./calibrations";

export type OpenedPricing =
  | { readonly ok: true; readonly pricing: Pricing }
  /** `message`: one line that names the unknown platform, or the wrong file. */
  | { readonly ok: false; readonly message: string };

/** The price lists of these platforms (all, where none is named), and what their processors were calibrated with. */
export async function openPricing(home: string, platforms: readonly string[]): Promise<OpenedPricing> {
  const selection = selectPriceLists(builtInPriceLists, platforms);
  if (!selection.ok) return selection;
  const calibrations = await readCalibrations(home);
  const { lists } = selection;
  return {
    ok: true,
    pricing: { lists, calibrationOf: (platform) => calibrations.get(platform)?.calibration ?? null },
  };
}
