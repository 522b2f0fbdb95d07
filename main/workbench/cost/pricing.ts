import { selectPriceLists, unpricedPlatforms } from "../../../runtime/cost";
import type { PriceList, Pricing, UnpricedPlatform } from "../../../runtime/cost";
import { WorkbenchError } from "../workbench-error";
import { readCalibrations } from "./calibrations";
import { readPriceLists } from "./price-lists";
import type { KnownPriceLists } from "./price-lists";

/** Prices that were asked for, and what else is known of prices. */
export interface OpenPricing extends Pricing {
  readonly known: KnownPriceLists;
  /** Known platforms that have no price list. */
  readonly unpriced: readonly UnpricedPlatform[];
}

export type OpenedPricing =
  | { readonly ok: true; readonly pricing: OpenPricing }
  /** `message`: one line that names the unknown platform, or the wrong file and its field. */
  | { readonly ok: false; readonly message: string };

/** The price lists of these platforms (all, where none is named), and what their processors were calibrated with. */
export async function openPricing(home: string, platforms: readonly string[]): Promise<OpenedPricing> {
  const known = await readPriceLists(home);
  if (!known.ok) return known;
  const selection = selectPriceLists(known.lists, platforms);
  return selection.ok ? { ok: true, pricing: await calibrated(home, known, selection.lists) } : selection;
}

/**
 * The same for platforms that were chosen some time ago: one that has no list any more is left out.
 * @throws {WorkbenchError} `invalid-price-list`
 */
export async function openChosenPricing(home: string, platforms: readonly string[]): Promise<OpenPricing> {
  const known = await readPriceLists(home);
  if (!known.ok) throw new WorkbenchError("invalid-price-list", known.message);
  const lists = platforms.flatMap((name) => {
    const selection = selectPriceLists(known.lists, [name]);
    return selection.ok ? selection.lists : [];
  });
  return calibrated(home, known, lists);
}

async function calibrated(home: string, known: KnownPriceLists, lists: readonly PriceList[]): Promise<OpenPricing> {
  const calibrations = await readCalibrations(home);
  return {
    lists,
    calibrationOf: (platform) => calibrations.get(platform)?.calibration ?? null,
    known,
    unpriced: unpricedPlatforms(known.lists),
  };
}
