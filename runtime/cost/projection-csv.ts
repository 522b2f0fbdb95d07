import { csvLine } from "../model";
import { decimalText } from "./decimal";
import type { MonthProjection } from "./month";

const COLUMNS = [
  "month",
  "kind",
  "name",
  "title",
  "priceList",
  "requests",
  "usd",
  "averageUsdPerMillion",
  "marginalUsdPerMillion",
  "servers",
  "meanUtilisation",
  "unfit",
];

/** A row for each platform and each kind of server in each month. RFC 4180. */
export function projectionCsv(months: readonly MonthProjection[]): string {
  return [COLUMNS, ...months.flatMap(monthRows)].map(csvLine).join("");
}

function monthRows({ month, platforms, servers }: MonthProjection): (string | number | null)[][] {
  const requests = decimalText(month.requests);
  return [
    ...platforms.map(({ name, title, bill, usd, averageUsdPerMillion, marginalUsdPerMillion }) => [
      ...[month.label, "platform", name, title, bill.priceList, requests, usd],
      ...[averageUsdPerMillion, marginalUsdPerMillion, null, null, null],
    ]),
    ...servers.map((server) => [
      ...[month.label, "server", server.baseline, server.title, null, requests, server.usd],
      ...[server.averageUsdPerMillion, null, server.servers, server.meanUtilisation, server.unfit],
    ]),
  ];
}
