import type { Decimal } from "../../../../runtime/cost";
import { AVERAGE_MONTH_SECONDS, decimalText, grouped, shortDecimal } from "../../../../runtime/cost";
import { csvLine } from "../../../../runtime/model";
import { formatInteger, formatUsd } from "../../../ui/format";
import type { Decades } from "./axis-model";
import type { CostChart, CostLine, Stop } from "./line-model";
import { stopsOf } from "./line-model";

/** What the chart says at a rate, every amount exact. */
export function describeRate(chart: CostChart, rps: Decimal): string {
  const point = chart.points.find((one) => one.rps.eq(rps));
  const compared = chart.lines.find(({ id }) => id === chart.compared);
  const least = cheapestAt(chart.lines, rps);
  const requests = formatInteger(rps.times(AVERAGE_MONTH_SECONDS).toNumber());
  return [
    point === undefined ? `${decimalText(rps)} req/s` : `break-even with ${point.server}: ${decimalText(rps)} req/s`,
    `${requests} requests a month`,
    ...(compared === undefined ? [] : [`${compared.title} ${exactUsd(compared.usdAt(rps))}`]),
    ...(least === undefined || least === compared ? [] : [`least: ${least.title} ${exactUsd(least.usdAt(rps))}`]),
  ].join(" · ");
}

function exactUsd(usd: Decimal): string {
  return `$${grouped(decimalText(usd))}`;
}

function cheapestAt(lines: readonly CostLine[], rps: Decimal): CostLine | undefined {
  const costs = lines.map((line) => ({ line, usd: line.usdAt(rps) }));
  return costs.sort((a, b) => a.usd.cmp(b.usd))[0]?.line;
}

export interface TableRow extends Stop {
  readonly rate: string;
  readonly cells: readonly { readonly id: string; readonly usd: string; readonly shown: string }[];
}

/** The table behind the chart. */
export function tableRows(chart: CostChart, rates: Decades): TableRow[] {
  return stopsOf(chart, rates).map((stop) => ({
    ...stop,
    rate: shortDecimal(stop.rps),
    cells: chart.lines.map(({ id, usdAt }) => {
      const usd = decimalText(usdAt(stop.rps));
      return { id, usd, shown: formatUsd(usd) };
    }),
  }));
}

/** The table for a spreadsheet: exact rates and US dollars a month. RFC 4180. */
export function chartCsv(chart: CostChart, rates: Decades): string {
  const header = ["requests_per_second", "what", ...chart.lines.map(({ id }) => `${id}_usd`)];
  const rows = tableRows(chart, rates).map(({ rps, what, cells }) => [
    decimalText(rps),
    what,
    ...cells.map(({ usd }) => usd),
  ]);
  return [header, ...rows].map(csvLine).join("");
}
