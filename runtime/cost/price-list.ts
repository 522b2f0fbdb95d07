import type { Architecture } from "./usage";

/**
 * How sure a figure is: `V` read in an official page, document or repository; `G` computed by Infracost from the provider's
 * price API; `S` seen only in a secondary source; `M` unverified, or our own assumption.
 */
export const CONFIDENCES = ["V", "G", "S", "M"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Where a figure comes from. */
export interface Provenance {
  readonly source: string;
  /** The day or month it was read, `2026-10-01` or `2026-11`. */
  readonly readOn: string;
  readonly confidence: Confidence;
}

/** Which memory a platform bills and holds a function to. MB are those of the platform: 1024 of them are a GB. */
export type MemoryRule =
  /** What was configured, at least `minMb`, rounded up to `stepMb`. `maxMb` null: no known limit. */
  | { readonly kind: "configured"; readonly minMb: number; readonly maxMb: number | null; readonly stepMb: number }
  /** What was really held, at least `minMb`, rounded up to `stepMb`. */
  | { readonly kind: "observed"; readonly minMb: number; readonly maxMb: number | null; readonly stepMb: number }
  /** The smallest of these that holds what was configured. Ascending. */
  | { readonly kind: "tiers"; readonly tiersMb: readonly number[] }
  /** The same for every function. */
  | { readonly kind: "fixed"; readonly mb: number };

/** What is counted, of one call. */
export type QuantityRule =
  | { readonly kind: "requests" }
  | { readonly kind: "ingress" | "egress"; readonly bytesPerUnit: number }
  | {
      readonly kind: "time";
      /** `wall`: with waits; `cpu`: what really ran. */
      readonly clock: "wall" | "cpu";
      /** Milliseconds in the unit's time: 1, 1000 for seconds, 3600000 for hours. */
      readonly unitMs: number;
      /** Multiplied by the billed memory in GB. */
      readonly timesMemory?: boolean;
      /** Multiplied by the vCPUs of an instance. */
      readonly timesVcpus?: number;
      /** Rounded up to whole steps, once per call; not rounded where absent. */
      readonly stepMs?: number;
      readonly minimumMs?: number;
      /** A cold start's init is added, before rounding. */
      readonly init?: boolean;
    };

/** A price for a part of a month's quantity. */
export interface Rung extends Provenance {
  /** Quantity in units where the next rung begins; null on the last. A decimal as text. */
  readonly upTo: string | null;
  /** US dollars for `per` units. Decimals as text. */
  readonly usd: string;
  readonly per: string;
}

export interface Meter {
  /** Unique in its list. */
  readonly id: string;
  readonly item: string;
  readonly unit: string;
  readonly quantity: QuantityRule;
  /** Ascending by `upTo`. */
  readonly ladder: readonly Rung[];
  /** Counted only on this architecture. */
  readonly arch?: Architecture;
  /** Counted only where this much memory is billed. */
  readonly memoryMb?: number;
  /** An allowance of the list that this meter draws on. */
  readonly allowance?: string;
  /** Counted only when asked for by its id: a service in front that a function can do without. */
  readonly optional?: boolean;
}

/** A quantity of each month that costs nothing more. Meters that name the same one share it, in the order of the list. */
export interface Allowance extends Provenance {
  readonly id: string;
  /** `free`: a free tier, applied when asked for. `included`: paid with the monthly fee, always applied. */
  readonly kind: "free" | "included";
  /** In the units of the meters that draw on it. A decimal as text. */
  readonly quantity: string;
}

/** What a month costs beside its meters. Decimals as text. */
export interface Monthly extends Provenance {
  readonly item: string;
  /** `fee`: added to the meters. `minimum`: the month costs at least this. */
  readonly kind: "fee" | "minimum";
  readonly usd: string;
  /** Usage that the fee pays for, in US dollars. */
  readonly usageCreditUsd?: string;
}

/** What the platform lets one call do, as far as it is known. */
export interface Limits {
  readonly durationMs?: number;
  readonly cpuMs?: number;
  readonly requestBytes?: number;
  readonly responseBytes?: number;
}

/** Dated, sourced unit prices of one platform in one region. */
export interface PriceList {
  readonly schema: "coldframe/price-list@1";
  /** Kebab-case: `aws-lambda`. */
  readonly platform: string;
  /** Null: one price everywhere. */
  readonly region: string | null;
  readonly title: string;
  /** The month the prices are of: `2026-10`. */
  readonly date: string;
  readonly currency: "USD";
  readonly memory: MemoryRule;
  readonly meters: readonly Meter[];
  readonly allowances: readonly Allowance[];
  readonly monthly?: Monthly;
  readonly limits: Limits;
  /** What a reader of a bill has to know. */
  readonly notes: readonly string[];
}

/** A platform that publishes no price to compute with. */
export interface UnpricedPlatform {
  readonly platform: string;
  readonly title: string;
  readonly why: string;
  readonly source: string;
}

/** As bills name it: `aws-lambda@2026-10`. */
export function priceListId({ platform, date }: PriceList): string {
  return `${platform}@${date}`;
}

/** As it is chosen and told from others of its platform: `vercel-functions:sfo1`, or the platform alone. */
export function priceListName({ platform, region }: Pick<PriceList, "platform" | "region">): string {
  return region === null ? platform : `${platform}:${region}`;
}

/** A list's title with its region: `AWS Lambda, us-east-1`. */
export function fullTitle({ title, region }: Pick<PriceList, "title" | "region">): string {
  return region === null || title.includes(region) ? title : `${title}, ${region}`;
}

export function provenanceOf({ source, readOn, confidence }: Provenance): Provenance {
  return { source, readOn, confidence };
}
