import { priceListName } from "./price-list";
import type { PriceList, UnpricedPlatform } from "./price-list";
import { UNPRICED } from "./price-lists";

export type Selection =
  | { readonly ok: true; readonly lists: readonly PriceList[] }
  /** `message`: one line that names the unknown platform, and the known ones. */
  | { readonly ok: false; readonly message: string };

/**
 * The lists of these platforms, in the order of the names: `vercel-functions` for its default region, `vercel-functions:sfo1`
 * for another. Without names, one list of every platform.
 */
export function selectPriceLists(lists: readonly PriceList[], names: readonly string[]): Selection {
  const defaults = lists.filter(({ platform }, at) => lists.findIndex((list) => list.platform === platform) === at);
  if (names.length === 0) return { ok: true, lists: defaults };
  const chosen: PriceList[] = [];
  for (const name of new Set(names)) {
    const list =
      defaults.find(({ platform }) => platform === name) ??
      lists.find((candidate) => priceListName(candidate) === name);
    if (list === undefined) return { ok: false, message: unknownPlatform(name, lists, defaults) };
    if (!chosen.includes(list)) chosen.push(list);
  }
  return { ok: true, lists: chosen };
}

/**
 * The user's lists over the ones that come along: one of the same platform and region takes its place, others are added. One without
 * a region is its platform's default, whatever regions there are.
 */
export function mergePriceLists(base: readonly PriceList[], own: readonly PriceList[]): readonly PriceList[] {
  const isOf = (name: string) => (list: PriceList) => priceListName(list) === name;
  const replaced = base.map((list) => own.find(isOf(priceListName(list))) ?? list);
  const added = own.filter((list) => !base.some(isOf(priceListName(list))));
  const merged = replaced.flatMap((list, at) => {
    const isFirst = replaced.findIndex(({ platform }) => platform === list.platform) === at;
    return [...(isFirst ? added.filter((one) => isDefaultOver(one, list)) : []), list];
  });
  return [...merged, ...added.filter((list) => !merged.includes(list))];
}

function isDefaultOver(own: PriceList, { platform }: PriceList): boolean {
  return own.platform === platform && own.region === null;
}

/** Known platforms that none of these lists prices. */
export function unpricedPlatforms(lists: readonly PriceList[]): readonly UnpricedPlatform[] {
  return UNPRICED.filter((unpriced) => !lists.some(({ platform }) => platform === unpriced.platform));
}

function unknownPlatform(name: string, lists: readonly PriceList[], defaults: readonly PriceList[]): string {
  const unpriced = UNPRICED.find(({ platform }) => platform === name);
  if (unpriced !== undefined) return `${name} can't be priced: ${unpriced.why}`;
  const regions = lists.filter((list) => !defaults.includes(list)).map(priceListName);
  const known = [...defaults.map(({ platform }) => platform), ...regions];
  return `there is no price list of ${JSON.stringify(name)}: use one of ${known.join(", ")}`;
}
