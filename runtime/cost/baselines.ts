import data from "./baselines.json" with { type: "json" };
import { Decimal, decimalText } from "./decimal";
import type { Provenance } from "./price-list";
import type { MonthTraffic } from "./traffic";
import { meanRps } from "./traffic";
import type { Architecture } from "./usage";

/** One price of an always-on server, for `quantity` of `item`. Decimals as text. */
export interface ServerPrice extends Provenance {
  readonly item: string;
  readonly quantity: string;
  readonly usd: string;
  readonly per: "hour" | "month";
}

/** What a server can compute. Decimals as text. */
export interface ServerCpu extends Provenance {
  readonly vcpus: string;
  /** The share of each vCPU that it may use all day; above it a burst spends what was saved. 1: all of it. */
  readonly sustainedShare: string;
  readonly note: string;
}

/** An always-on server to compare with: paid for every hour, busy or not. */
export interface Baseline {
  /** Kebab-case: `ec2-t4g-small`. */
  readonly id: string;
  readonly provider: string;
  readonly title: string;
  readonly region: string;
  readonly arch: Architecture;
  readonly memoryMb: number;
  /** How many of them one application may have; null: any number. */
  readonly mostServers: number | null;
  readonly prices: readonly ServerPrice[];
  readonly cpu: ServerCpu;
  readonly egress: Provenance & { readonly usdPerGb: string; readonly note: string };
}

interface Provider {
  readonly id: string;
  readonly title: string;
  readonly region: string;
  readonly egress: Baseline["egress"];
  readonly servers: readonly Omit<Baseline, "provider" | "region" | "egress">[];
}

/**
 * Every always-on server with a price, by provider. The compiler sees the texts of a JSON file as any text: a test checks the
 * file.
 */
export const BASELINES: readonly Baseline[] = (data.providers as readonly Provider[]).flatMap(
  ({ id: provider, region, egress, servers }) => servers.map((server) => ({ ...server, provider, region, egress })),
);

/**
 * The highest share of a server's vCPUs that is in use when it is busiest, for a fleet that is sized to keep some in hand. A
 * usual target of an autoscaling group.
 */
export const DEFAULT_UTILISATION = "0.6";

/** Bytes in a gigabyte of transfer, as clouds bill it. */
export const TRANSFER_GB = 1e9;

const HOUR_SECONDS = 3600;

/** What one server costs in a month of `seconds`: its hours, or its price for a month. */
export function serverMonthUsd({ prices }: Baseline, seconds: number): Decimal {
  return prices.reduce((total, { quantity, usd, per }) => {
    const times = per === "hour" ? new Decimal(seconds).div(HOUR_SECONDS) : new Decimal(1);
    return total.plus(new Decimal(quantity).times(usd).times(times));
  }, new Decimal(0));
}

/**
 * The mean rate that one server carries, requests per second: at the busiest moment `utilisation` of its vCPUs, and all day no more
 * than it may use for good. Null for a call that takes no CPU time. `peak` is how many times the mean the busiest rate is.
 */
export function serverRps({ cpu }: Baseline, cpuMs: Decimal, utilisation: Decimal, peak: Decimal): Decimal | null {
  if (cpuMs.isZero()) return null;
  const perSecond = new Decimal(cpu.vcpus).times(1000).div(cpuMs);
  return perSecond.times(Decimal.min(utilisation.div(peak), cpu.sustainedShare));
}

/** How many times its mean rate a month's busiest rate is; 1 for a month without a request. */
export function peakOf(month: MonthTraffic): Decimal {
  const mean = meanRps(month);
  return mean.isZero() ? new Decimal(1) : month.peakRps.div(mean);
}

/** A server's price in words, with its numbers: `0.0168 USD an hour × 730 hours`. */
export function serverFormula({ prices }: Baseline, seconds: number): string {
  return prices
    .map(({ item, quantity, usd, per }) => {
      const times = per === "hour" ? ` × ${decimalText(new Decimal(seconds).div(HOUR_SECONDS))} hours` : "";
      return `${quantity} ${item} × ${usd} USD ${per === "hour" ? "an hour" : "a month"}${times}`;
    })
    .join(" + ");
}
