import { builtInPriceLists, selectPriceLists } from "../../../runtime/cost";
import type { PriceList, Pricing } from "../../../runtime/cost";
import { readCalibrations } from "./calibrations";

export type OpenedPricing =
  | { readonly ok: true; readonly pricing: Pricing }
  /** `message`: one line that names the unknown platform, or the wrong file. */
  | { readonly ok: false; readonly message: string };

/** The price lists of these platforms (all, where none is named), and what their processors were calibrated with. */
export async function openPricing(home: string, platforms: readonly string[]): Promise<OpenedPricing> {
  const selection = selectPriceLists(builtInPriceLists, platforms);
  return selection.ok ? { ok: true, pricing: await calibrated(home, selection.lists) } : selection;
}

/** The same for platforms that were chosen some time ago: one that has no list any more is left out. */
export async function openChosenPricing(home: string, platforms: readonly string[]): Promise<Pricing> {
  const lists = platforms.flatMap((name) => {
    const selection = selectPriceLists(builtInPriceLists, [name]);
    return selection.ok ? selection.lists : [];
  });
  return calibrated(home, lists);
}

async function calibrated(home: string, lists: readonly PriceList[]): Promise<Pricing> {
  const calibrations = await readCalibrations(home);
  return { lists, calibrationOf: (platform) => calibrations.get(platform)?.calibration ?? null };
}
