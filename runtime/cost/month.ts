import { peakOf, serverFormula, serverMonthUsd, serverRps, TRANSFER_GB } from "./baselines";
import type { Baseline } from "./baselines";
import { billMonth } from "./bill-month";
import type { Bill } from "./bill";
import type { FleetOptions } from "./break-even";
import type { Calibration } from "./calibration";
import { fleetCostAt, serversFor } from "./crossings";
import type { FleetCost } from "./crossings";
import { Decimal, decimalText, ZERO } from "./decimal";
import { priceListName } from "./price-list";
import type { PriceList } from "./price-list";
import { AVERAGE_MONTH_SECONDS, meanRps } from "./traffic";
import type { MonthTraffic } from "./traffic";
import { coldShare, meanOf, trafficOf } from "./usage-mix";
import type { UsageMix } from "./usage-mix";

/** How a month is counted. */
export interface ProjectionOptions {
  /** Whether the platforms' free tiers are taken off. */
  readonly freeTier: boolean;
  /** The highest share of the servers' vCPUs in use, above 0 and at most 1: what is kept in hand is paid for too. */
  readonly utilisation: Decimal;
  /** How a platform's CPU time follows from this machine's; null where it was not calibrated. Servers are taken as they are. */
  readonly calibrationOf: (platform: string) => Calibration | null;
}

/** What a month on a platform depends on. */
export type PlatformOptions = Pick<ProjectionOptions, "freeTier" | "calibrationOf">;

/** A month on one platform. Money in US dollars, exact decimals as text. */
export interface PlatformMonth {
  /** As `--platform` takes it: `aws-lambda`, `vercel-functions:sfo1`. */
  readonly name: string;
  readonly platform: string;
  readonly title: string;
  /** With fees, minimums, ladders, and free tiers where they were asked for. */
  readonly bill: Bill;
  readonly usd: string;
  /** `usd` by a million of the month's requests; null for a month without one. */
  readonly averageUsdPerMillion: string | null;
  /** What the next million requests of the same mix would add to this month. */
  readonly marginalUsdPerMillion: string;
}

/** The same month on always-on servers. */
export interface ServerMonth {
  readonly baseline: string;
  readonly title: string;
  readonly servers: string;
  readonly usd: string;
  /** Part of `usd`: the responses' bytes. */
  readonly egressUsd: string;
  readonly averageUsdPerMillion: string | null;
  /** What one server carries at the stated utilisation, as a mean rate; null when a call takes no CPU time. */
  readonly rpsPerServer: string | null;
  /** The mean share of the servers' vCPUs in use. */
  readonly meanUtilisation: number;
  /** Why these servers can't carry the month; null when they can. `usd` is then what it would cost if they could. */
  readonly unfit: "memory" | "too-few" | null;
  readonly formula: string;
}

/** One month: its traffic, and what it costs everywhere. */
export interface MonthProjection {
  readonly month: MonthTraffic;
  readonly meanRps: string;
  /** Calls under way at once when it is busiest: the peak rate times the mean duration (Little's law). */
  readonly peakConcurrency: string;
  readonly coldShare: number;
  readonly platforms: readonly PlatformMonth[];
  readonly servers: readonly ServerMonth[];
}

const MILLION = new Decimal(1_000_000);

/** A month of `mix` on every platform and every server. Nothing is rounded but the bills' own amounts. */
export function projectMonth(
  month: MonthTraffic,
  mix: UsageMix,
  lists: readonly PriceList[],
  baselines: readonly Baseline[],
  options: ProjectionOptions,
): MonthProjection {
  return {
    month,
    meanRps: decimalText(meanRps(month)),
    peakConcurrency: decimalText(peakConcurrency(month, mix)),
    coldShare: coldShare(mix).toNumber(),
    platforms: lists.map((list) => platformMonth(month.requests, mix, list, options)),
    servers: baselines.map((baseline) => serverMonth(month, mix, baseline, options)),
  };
}

/** Calls under way at once when a month is busiest. */
export function peakConcurrency({ peakRps }: MonthTraffic, mix: UsageMix): Decimal {
  return peakRps.times(meanOf(mix, ({ durationMs }) => durationMs)).div(1000);
}

/** `requests` of `mix` in one month on one platform. */
export function platformMonth(
  requests: Decimal,
  mix: UsageMix,
  list: PriceList,
  { freeTier, calibrationOf }: PlatformOptions,
): PlatformMonth {
  const options = { freeTier, calibration: calibrationOf(list.platform) };
  const bill = billMonth(trafficOf(mix, requests), list, options);
  const next = billMonth(trafficOf(mix, requests.plus(MILLION)), list, options);
  return {
    name: priceListName(list),
    platform: list.platform,
    title: list.title,
    bill,
    usd: bill.usd,
    averageUsdPerMillion: averageOf(new Decimal(bill.usd), requests),
    marginalUsdPerMillion: decimalText(new Decimal(next.usd).minus(bill.usd)),
  };
}

/** The same month on a fleet of one kind of server, as many as its busiest moment needs. */
export function serverMonth(
  month: MonthTraffic,
  mix: UsageMix,
  baseline: Baseline,
  { utilisation }: Pick<ProjectionOptions, "utilisation">,
): ServerMonth {
  const cpuMs = meanOf(mix, (usage) => usage.cpuMs);
  const peak = peakOf(month);
  const perServer = serverRps(baseline, cpuMs, utilisation, peak);
  const fleet: FleetCost = {
    server: serverMonthUsd(baseline, month.seconds),
    capacity: perServer?.times(month.knownSeconds) ?? null,
    mostServers: baseline.mostServers,
    perRequest: egressUsd(baseline, mix),
  };
  const servers = serversFor(month.requests, fleet);
  const usd = fleetCostAt(month.requests, fleet);
  const busyVcpus = meanRps(month).times(cpuMs).div(1000);
  return {
    baseline: baseline.id,
    title: baseline.title,
    servers: servers.toFixed(),
    usd: decimalText(usd),
    egressUsd: decimalText(fleet.perRequest.times(month.requests)),
    averageUsdPerMillion: averageOf(usd, month.requests),
    rpsPerServer: perServer === null ? null : decimalText(perServer),
    meanUtilisation: busyVcpus.div(servers.times(baseline.cpu.vcpus)).toNumber(),
    unfit: unfitness(baseline, mix, servers),
    formula: `${servers.toFixed()} × (${serverFormula(baseline, month.seconds)})`,
  };
}

/** A kind of server as what an average month of requests costs. `egress`: whether the responses' bytes are counted. */
export function fleetOf(
  baseline: Baseline,
  mix: UsageMix,
  { utilisation, peak }: FleetOptions,
  egress: boolean,
): FleetCost {
  const cpuMs = meanOf(mix, (usage) => usage.cpuMs);
  return {
    server: serverMonthUsd(baseline, AVERAGE_MONTH_SECONDS),
    capacity: serverRps(baseline, cpuMs, utilisation, peak)?.times(AVERAGE_MONTH_SECONDS) ?? null,
    mostServers: baseline.mostServers,
    perRequest: egress ? egressUsd(baseline, mix) : ZERO,
  };
}

/** What one request's response costs to send from a server. */
function egressUsd({ egress }: Baseline, mix: UsageMix): Decimal {
  return meanOf(mix, ({ egressBytes }) => egressBytes)
    .div(TRANSFER_GB)
    .times(egress.usdPerGb);
}

/** Whether one call's memory fits the server at all. */
export function fitsMemory({ memoryMb }: Baseline, mix: UsageMix): boolean {
  return mix.every(({ usage }) => usage.observedMemoryMb <= memoryMb);
}

function unfitness(baseline: Baseline, mix: UsageMix, servers: Decimal): ServerMonth["unfit"] {
  if (!fitsMemory(baseline, mix)) return "memory";
  return baseline.mostServers !== null && servers.gt(baseline.mostServers) ? "too-few" : null;
}

function averageOf(usd: Decimal, requests: Decimal): string | null {
  return requests.isZero() ? null : decimalText(usd.times(MILLION).div(requests));
}
