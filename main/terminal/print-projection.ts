import {
  breakEvenText,
  cheapestOfEach,
  Decimal,
  projectionNotes,
  serverRemarks,
  shortDecimal,
} from "../../runtime/cost";
import type { MonthProjection, PlatformMonth, ServerMonth } from "../../runtime/cost";
import { formatInteger, formatShare, formatUsd } from "../../runtime/model";
import type { ProjectionReport } from "../workbench/cost/projection";
import { printArchitectures } from "./print-architectures";
import { printTable } from "./table";
import type { renderTable } from "./table";
import type { Terminal } from "./terminal";

/** Whether platforms and servers were chosen: then all of them are shown, and nothing that was not asked for. */
interface Chosen {
  readonly platforms: boolean;
  readonly servers: boolean;
}

/** What `project` found, in US dollars. */
export function printProjection(terminal: Terminal, report: ProjectionReport, chosen: Chosen): void {
  const { months, request } = report;
  const [first] = months;
  if (first === undefined) return;
  const servers = chosen.servers ? first.servers : cheapestOfEach(first.servers);
  printHead(terminal, report, first);
  if (months.length === 1) printMonth(terminal, first, servers);
  else printMonths(terminal, report, servers);
  printBreakEvens(terminal, report, servers);
  if (!chosen.platforms && !chosen.servers) printArchitectures(terminal, report);
  const partial = months.filter(({ month }) => month.knownSeconds < month.seconds).map(({ month }) => month.label);
  const notes = [
    ...projectionNotes(request),
    ...(partial.length > 0
      ? [`Not counted in full: ${partial.join(", ")}. Servers are paid for the whole month.`]
      : []),
    "Prices: V read in an official page, G from the provider's price API, S seen in a secondary source, M assumed; --json has each source.",
    ...report.assumptions,
  ];
  terminal.print(`\n${terminal.colors.dim(notes.join("\n"))}`);
}

function printHead(terminal: Terminal, { months, request, peak }: ProjectionReport, first: MonthProjection): void {
  const requests = request.traffic.reduce((sum, month) => sum.plus(month.requests), new Decimal(0));
  const seconds = request.traffic.reduce((sum, month) => sum + month.knownSeconds, 0);
  const time = months.length === 1 ? `${formatInteger(first.month.seconds / 3600)} hours` : `${months.length} months`;
  const concurrency = Decimal.max(...months.map(({ peakConcurrency }) => peakConcurrency));
  terminal.print(
    [
      terminal.colors.bold(`${rps(requests.div(seconds))} on average`),
      `peak ${rps(requests.div(seconds).times(peak))}, ${shortDecimal(concurrency)} calls at once`,
      `${formatInteger(requests.toNumber())} requests in ${time}`,
      `${formatShare(first.coldShare, 1)} cold starts`,
    ].join(" · "),
  );
}

function printMonth(terminal: Terminal, { platforms, servers }: MonthProjection, shown: readonly ServerMonth[]): void {
  const rows = [...platforms]
    .sort((a, b) => order(a.usd, b.usd))
    .map(({ name, usd, averageUsdPerMillion, marginalUsdPerMillion, bill }) => [
      name,
      formatUsd(usd),
      averageUsdPerMillion === null ? "–" : formatUsd(averageUsdPerMillion),
      formatUsd(marginalUsdPerMillion),
      bill.priceList + warningText(bill.warnings),
    ]);
  const header = ["platform", "a month", "per million", "next million", "price list"];
  printBelow(terminal, header, rows, ["left", "right", "right", "right", "left"]);
  const chosen = new Set(shown.map(({ baseline }) => baseline));
  const fleets = servers.filter(({ baseline }) => chosen.has(baseline)).sort((a, b) => order(a.usd, b.usd));
  const serverRows = fleets.map((server) => [
    `${server.servers} × ${server.title}`,
    formatUsd(server.usd),
    server.averageUsdPerMillion === null ? "–" : formatUsd(server.averageUsdPerMillion),
    formatShare(server.meanUtilisation, 1),
    `${server.baseline} · ${serverRemarks(server)}`,
  ]);
  const serverHeader = ["always on, with egress", "a month", "per million", "vCPU used", ""];
  printBelow(terminal, serverHeader, serverRows, ["left", "right", "right", "right", "left"]);
}

/** Several months: what they cost together, and the cheapest and the dearest of them. */
function printMonths(terminal: Terminal, { months }: ProjectionReport, shown: readonly ServerMonth[]): void {
  const [first] = months;
  if (first === undefined) return;
  const platformRows = first.platforms.map(({ name }, at) => [
    name,
    ...spread(months.flatMap(({ platforms }) => platforms[at]?.usd ?? [])),
  ]);
  const chosen = new Set(shown.map(({ baseline }) => baseline));
  const serverRows = first.servers.flatMap(({ title, baseline }, at) =>
    chosen.has(baseline) ? [[title, ...spread(months.flatMap(({ servers }) => servers[at]?.usd ?? []))]] : [],
  );
  const figures = ["together", "cheapest month", "dearest month"];
  const sides = ["left", "right", "right", "right"] as const;
  printBelow(terminal, ["platform", ...figures], platformRows, sides);
  printBelow(terminal, ["always on, with egress", ...figures], serverRows, sides);
}

function spread(amounts: readonly string[]): string[] {
  const sum = amounts.reduce((total, usd) => total.plus(usd), new Decimal(0));
  return [sum, Decimal.min(...amounts), Decimal.max(...amounts)].map((usd) => formatUsd(usd.toFixed()));
}

function printBreakEvens(terminal: Terminal, { breakEvens }: ProjectionReport, servers: readonly ServerMonth[]): void {
  const rows = breakEvens.map(({ platform, egress, rates }) => [
    platform + (egress ? "" : " *"),
    ...servers.map(({ baseline }) => {
      const found = rates.find((rate) => rate.baseline === baseline);
      return breakEvenText(found?.breakEven ?? null);
    }),
  ]);
  const header = ["servers cost less from", ...servers.map(({ baseline }) => baseline)];
  printBelow(terminal, header, rows, ["left", ...servers.map(() => "right" as const)]);
  const legend = ["req/s; in brackets: from there on at every rate"];
  if (breakEvens.some(({ egress }) => !egress))
    legend.push("*: egress has no price in the list, and is left out on both sides");
  terminal.print(terminal.colors.dim(legend.join(" · ")));
}

/** The first of what the calls exceed; `--json` has all. */
function warningText([first, ...more]: readonly string[]): string {
  if (first === undefined) return "";
  return ` · ${first}${more.length > 0 ? `, and ${more.length} more` : ""}`;
}

function order(one: PlatformMonth["usd"], other: PlatformMonth["usd"]): number {
  return new Decimal(one).cmp(other);
}

function rps(rate: Decimal): string {
  return `${shortDecimal(rate)} req/s`;
}

/** Below what stands before it. */
function printBelow(terminal: Terminal, ...table: Parameters<typeof renderTable>): void {
  terminal.print("");
  printTable(terminal, ...table);
}
