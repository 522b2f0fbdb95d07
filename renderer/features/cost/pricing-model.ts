import type { PricingReport } from "../../../preload/contract";
import { calibrationAmong, priceListName } from "../../../runtime/cost";
import type { Calibration, PriceList, Pricing } from "../../../runtime/cost";

/** The chosen lists, in the order of the names. A name that no list has any more is left out. */
export function chosenLists({ lists }: PricingReport, names: readonly string[]): readonly PriceList[] {
  return names.flatMap((name) => lists.find((list) => chosenName(list, lists) === name) ?? []);
}

/** Names that were chosen once and that no list has any more. */
export function unknownNames({ lists }: PricingReport, names: readonly string[]): readonly string[] {
  return names.filter((name) => !lists.some((list) => chosenName(list, lists) === name));
}

/** As a list is chosen: by its platform alone where it is the platform's default, else with its region. */
export function chosenName(list: PriceList, lists: readonly PriceList[]): string {
  const isDefault = lists.find(({ platform }) => platform === list.platform) === list;
  return isDefault ? list.platform : priceListName(list);
}

/** What the platform's processors were calibrated with; null: nothing. */
export function calibrationOf({ calibrations }: PricingReport, platform: string): Calibration | null {
  return calibrationAmong(calibrations)(platform);
}

/** These lists as the pure core takes them. */
export function pricingOf(report: PricingReport, lists: readonly PriceList[]): Pricing {
  return { lists, calibrationOf: calibrationAmong(report.calibrations) };
}

/** The title's first words, for a narrow place: `Cloudflare Workers` of `Cloudflare Workers, Standard`. */
export function shortTitle({ title }: Pick<PriceList, "title">): string {
  return title.split(",")[0] ?? title;
}
