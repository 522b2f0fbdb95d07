import type { ArtifactModule } from "../model";
import { billCall } from "./bill-call";
import type { Calibration } from "./calibration";
import { waitMs } from "./cpu-share";
import { Decimal, perMillion, ZERO } from "./decimal";
import { bundledPackages } from "./dependencies";
import type { BundledPackage } from "./dependencies";
import type { FetchWaits } from "./fetch-waits";
import { billedMemoryMb } from "./memory";
import { priceListId } from "./price-list";
import type { PriceList } from "./price-list";
import { durationOn, isConfigurable } from "./tuning";
import type { CallUsage } from "./usage";

/** The price lists that are asked about, and what is known of their platforms' processors. */
export interface Pricing {
  readonly lists: readonly PriceList[];
  /** Null where a platform was not calibrated. */
  readonly calibrationOf: (platform: string) => Calibration | null;
}

/** A response's body as it was, and really compressed; bytes. */
export interface MeasuredCompression {
  readonly contentType: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly brotliBytes: number;
}

/** What is known of one function's call. */
export interface AdviceFacts {
  readonly usage: CallUsage;
  readonly fetches: FetchWaits | null;
  /** What went into the bundle; null where the version is not kept any more. */
  readonly bundle: { readonly bytes: number; readonly modules: readonly ArtifactModule[] } | null;
  /** Null where there is no body to compress, or it is compressed already. */
  readonly compression: MeasuredCompression | null;
}

/** What following an advice would leave on one platform. */
export interface Saving {
  readonly platform: string;
  readonly region: string | null;
  readonly priceList: string;
  /** US dollars per million calls, exact. */
  readonly usdPerMillion: string;
  /** Of the call's bill there, in (0, 1]. */
  readonly share: number;
}

/** A smaller memory size that holds the call. */
export interface MemorySaving extends Saving {
  readonly memoryMb: number;
  /** How long the call would take there, milliseconds, and how long it takes at the configured size. */
  readonly durationMs: number;
  readonly durationBeforeMs: number;
}

/** One piece of advice with the numbers that support it. */
export type Advice =
  | {
      readonly kind: "billed-waits";
      readonly waitMs: number;
      readonly durationMs: number;
      readonly fetches: FetchWaits | null;
      /** What the waits cost, dearest first. */
      readonly savings: readonly Saving[];
      /** Platforms on which they cost nothing. */
      readonly freeOn: readonly string[];
    }
  | {
      readonly kind: "heavy-init";
      readonly initMs: number;
      readonly bundleBytes: number;
      readonly dependencyBytes: number;
      /** Largest first. */
      readonly packages: readonly BundledPackage[];
      /** What a million cold starts pay for the whole init, dearest first. */
      readonly savings: readonly Saving[];
    }
  | {
      readonly kind: "unused-memory";
      readonly configuredMb: number;
      readonly observedMb: number;
      readonly savings: readonly MemorySaving[];
    }
  | {
      readonly kind: "compressible-response";
      readonly compression: MeasuredCompression;
      readonly encoding: "br" | "gzip";
      /** Egress of one call, the two header lines that compression needs taken off. */
      readonly savedBytes: number;
      readonly savings: readonly Saving[];
    };

/** Shorter waits are the crossing from thread to thread. Milliseconds. */
const LEAST_WAIT_MS = 5;
const LEAST_WAIT_SHARE = 0.2;
const LEAST_INIT_MS = 5;
/** Dependencies dominate where most of the bundle is theirs. */
const LEAST_DEPENDENCY_SHARE = 0.5;
/** What a smaller size must have left above the observed peak. */
const MEMORY_HEADROOM = 1.25;
/** A saving below this share of the bill is not worth an edit. */
const LEAST_SAVING_SHARE = 0.05;
const LEAST_COMPRESSED_SHARE = 0.1;
const LEAST_COMPRESSED_BYTES = 256;
/** `content-encoding: br` and `vary: accept-encoding`, with their line ends. */
const COMPRESSION_HEADER_BYTES = 45;
/** Sizes that are tried on a platform where any is for hire. */
const USUAL_MEMORY_MB = [128, 192, 256, 384, 512, 768, 1024, 1280, 1536, 1769, 2048, 3008, 4096, 6144, 8192];

/** What this call's numbers advise on these platforms: nothing where they support nothing. */
export function adviseCall(facts: AdviceFacts, pricing: Pricing): readonly Advice[] {
  const prices: PricedCall = { usage: facts.usage, ...pricing };
  const found = [
    billedWaits(facts, prices),
    heavyInit(facts, prices),
    unusedMemory(prices),
    compressible(facts, prices),
  ];
  return found.filter((advice) => advice !== null);
}

interface PricedCall extends Pricing {
  readonly usage: CallUsage;
}

function billedWaits({ fetches }: AdviceFacts, prices: PricedCall): Advice | null {
  const { usage, lists } = prices;
  const waited = waitMs(usage);
  if (waited < LEAST_WAIT_MS || waited < LEAST_WAIT_SHARE * usage.durationMs) return null;
  const savings = savingsOf(prices, usage, { ...usage, durationMs: usage.cpuMs });
  if (savings.length === 0) return null;
  const paid = new Set(savings.map(({ platform }) => platform));
  const freeOn = [...new Set(lists.map(({ platform }) => platform))].filter((platform) => !paid.has(platform));
  return { kind: "billed-waits", waitMs: waited, durationMs: usage.durationMs, fetches, savings, freeOn };
}

function heavyInit({ bundle }: AdviceFacts, prices: PricedCall): Advice | null {
  const { usage } = prices;
  if (bundle === null || usage.initMs < LEAST_INIT_MS) return null;
  const packages = bundledPackages(bundle.modules);
  const dependencyBytes = packages.reduce((sum, { bytes }) => sum + bytes, 0);
  if (dependencyBytes < LEAST_DEPENDENCY_SHARE * bundle.bytes) return null;
  const cold: CallUsage = { ...usage, start: "cold" };
  const savings = savingsOf(prices, cold, { ...cold, initMs: 0 });
  return { kind: "heavy-init", initMs: usage.initMs, bundleBytes: bundle.bytes, dependencyBytes, packages, savings };
}

function unusedMemory(prices: PricedCall): Advice | null {
  const { usage, lists } = prices;
  const savings = lists.flatMap((list) => memorySaving(list, prices) ?? []).sort(dearestFirst);
  if (savings.length === 0) return null;
  return { kind: "unused-memory", configuredMb: usage.memoryMb, observedMb: usage.observedMemoryMb, savings };
}

/** The size that saves most, where less memory means less processor too: a smaller one may well be dearer. */
function memorySaving(list: PriceList, { usage, calibrationOf }: PricedCall): MemorySaving | null {
  if (!isConfigurable(list)) return null;
  const calibration = calibrationOf(list.platform);
  const at = (memoryMb: number): CallUsage => {
    const sized = { ...usage, memoryMb };
    return { ...sized, durationMs: durationOn(sized, list, calibration) };
  };
  const before = at(usage.memoryMb);
  const neededMb = usage.observedMemoryMb * MEMORY_HEADROOM;
  const billedMb = billedMemoryMb(list.memory, usage);
  let best: MemorySaving | null = null;
  for (const memoryMb of sizesOf(list)) {
    if (memoryMb < neededMb || memoryMb >= billedMb) continue;
    const after = at(memoryMb);
    const saving = savingOn(list, before, after, calibration);
    if (saving === null || saving.share < LEAST_SAVING_SHARE) continue;
    if (best !== null && new Decimal(saving.usdPerMillion).lessThanOrEqualTo(best.usdPerMillion)) continue;
    best = { ...saving, memoryMb, durationMs: after.durationMs, durationBeforeMs: before.durationMs };
  }
  return best;
}

function sizesOf({ memory }: PriceList): readonly number[] {
  if (memory.kind === "tiers") return memory.tiersMb;
  return memory.kind === "configured" ? USUAL_MEMORY_MB.filter((size) => size >= memory.minMb) : [];
}

function compressible({ compression }: AdviceFacts, prices: PricedCall): Advice | null {
  if (compression === null) return null;
  const { usage } = prices;
  const encoding = compression.brotliBytes <= compression.gzipBytes ? "br" : "gzip";
  const compressedBytes = Math.min(compression.brotliBytes, compression.gzipBytes) + COMPRESSION_HEADER_BYTES;
  const savedBytes = compression.bytes - compressedBytes;
  if (savedBytes < LEAST_COMPRESSED_BYTES || savedBytes < LEAST_COMPRESSED_SHARE * compression.bytes) return null;
  const savings = savingsOf(prices, usage, { ...usage, egressBytes: Math.max(0, usage.egressBytes - savedBytes) });
  return { kind: "compressible-response", compression, encoding, savedBytes, savings };
}

/** Where `after` costs less than `before`, dearest first. */
function savingsOf({ lists, calibrationOf }: PricedCall, before: CallUsage, after: CallUsage): readonly Saving[] {
  return lists.flatMap((list) => savingOn(list, before, after, calibrationOf(list.platform)) ?? []).sort(dearestFirst);
}

function savingOn(
  list: PriceList,
  before: CallUsage,
  after: CallUsage,
  calibration: Calibration | null,
): Saving | null {
  const whole = new Decimal(billCall(before, list, { calibration }).usd);
  const saved = whole.minus(billCall(after, list, { calibration }).usd);
  if (saved.lessThanOrEqualTo(ZERO)) return null;
  const { platform, region } = list;
  const usdPerMillion = perMillion(saved);
  return { platform, region, priceList: priceListId(list), usdPerMillion, share: saved.dividedBy(whole).toNumber() };
}

function dearestFirst(a: Saving, b: Saving): number {
  return new Decimal(b.usdPerMillion).comparedTo(a.usdPerMillion);
}
