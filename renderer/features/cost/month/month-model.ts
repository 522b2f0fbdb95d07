import {
  BASELINES,
  breakEvenAssumptions,
  breakEvens,
  coldShare,
  Decimal,
  fullTitle,
  meanRps,
  peakConcurrency,
  priceListName,
  projectionNotes,
  shortDecimal,
} from "../../../../runtime/cost";
import type { Baseline, PlatformBreakEvens, PriceList } from "../../../../runtime/cost";
import { formatInteger, formatShare } from "../../../ui/format";
import type { Calls } from "./calls-model";
import type { BreakEvenPoint, CostChart } from "./line-model";
import { platformLine, serverLine } from "./line-model";
import type { Month } from "./use-month";

/** The least first. */
export function byCost<Row extends { readonly usd: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => new Decimal(a.usd).cmp(b.usd));
}

/** The month's traffic in one line. */
export function describeTraffic({ traffic, mix }: Pick<Month, "traffic" | "mix">): string {
  return [
    `${shortDecimal(meanRps(traffic))} req/s on average`,
    `peak ${shortDecimal(traffic.peakRps)} req/s, ${shortDecimal(peakConcurrency(traffic, mix))} calls at once`,
    `${formatInteger(traffic.requests.toNumber())} requests in ${formatInteger(traffic.seconds / 3600)} hours`,
    `${formatShare(coldShare(mix).toNumber(), 1)} cold starts`,
  ].join(" · ");
}

/** What the month's figures take for granted, a sentence each. */
export function assumptionsOf({ choice, peak }: Pick<Month, "choice" | "peak">, { count }: Calls): string[] {
  return [
    ...projectionNotes(choice),
    ...(count === 1 ? [] : [MEAN_NOTE]),
    ...breakEvenAssumptions({ utilisation: choice.utilisation, peak }),
  ];
}

const MEAN_NOTE =
  "Calls of one start and one memory size are billed as their mean, rounded up as one call is; a platform rounds each call for itself.";

/** A platform by its list's name, with its region: two lists of one platform are told apart. */
export function titleOf(name: string, lists: readonly PriceList[]): string {
  const list = lists.find((one) => priceListName(one) === name);
  return list === undefined ? name : fullTitle(list);
}

/** The servers of these ids. */
export function baselinesOf(ids: readonly string[]): Baseline[] {
  return BASELINES.filter(({ id }) => ids.includes(id));
}

/** The lines of the chart without the rate that is chosen: what no dragging of the rate changes. */
export type CostLines = Omit<CostChart, "current">;

/**
 * Platforms and servers at every rate, and the points where `compared` changes places with each of the servers. Servers pay for
 * egress where `compared` has a price for it, so that each point lies where two lines cross.
 */
export function costLines(
  { mix, options, peak }: Pick<Month, "mix" | "options" | "peak">,
  lists: readonly PriceList[],
  baselines: readonly Baseline[],
  compared: PriceList,
): CostLines {
  const fleets = { utilisation: options.utilisation, peak };
  const [solved] = breakEvens(mix, [compared], { ...options, peak }, baselines);
  const egress = solved?.egress ?? false;
  return {
    compared: priceListName(compared),
    egress,
    lines: [
      ...lists.map((list) => platformLine(list, mix, options)),
      ...baselines.map((baseline) => serverLine(baseline, mix, fleets, egress)),
    ],
    points: solved === undefined ? [] : pointsOf(solved, baselines),
  };
}

function pointsOf({ rates }: PlatformBreakEvens, baselines: readonly Baseline[]): BreakEvenPoint[] {
  return rates.flatMap(({ baseline, breakEven }) => {
    const found = breakEven?.found ?? null;
    const server = baselines.find(({ id }) => id === baseline);
    if (found === null || server === undefined) return [];
    return [{ rps: new Decimal(found.rps), usd: new Decimal(found.usd), server: server.title }];
  });
}
