import { formatBytes, formatShare } from "../model";
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
import { sizeText, timeText } from "./units";
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

/** How a response is compressed to see what it saves: gzip as zlib does by itself, brotli as servers do for answers made for one request. */
export const COMPRESSION = { gzipLevel: 6, brotliQuality: 4 } as const;

/** Why a response was not compressed, to see what that would make of it. */
export type NotCompressed = "no-response" | "no-body" | "not-kept" | "encoded" | "no-transform";

/** What is known of one function's call. */
export interface AdviceFacts {
  readonly usage: CallUsage;
  readonly fetches: FetchWaits | null;
  /** What went into the bundle; null where the version is not kept any more. */
  readonly bundle: { readonly bytes: number; readonly modules: readonly ArtifactModule[] } | null;
  readonly compression: MeasuredCompression | NotCompressed;
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

/** What was looked at, and why it advises nothing. `why`: one sentence with the numbers, to stand behind the kind's name. */
export interface NoAdvice {
  readonly kind: Advice["kind"];
  readonly why: string;
}

/** What one call's numbers come to: each kind is in one of the two. */
export interface CallAdvice {
  readonly advice: readonly Advice[];
  readonly nothing: readonly NoAdvice[];
}

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

/** What this call's numbers advise on these platforms, and of what they advise nothing. */
export function adviseCall(facts: AdviceFacts, pricing: Pricing): CallAdvice {
  const prices: PricedCall = { usage: facts.usage, ...pricing };
  const found = [
    billedWaits(facts, prices),
    heavyInit(facts, prices),
    unusedMemory(prices),
    compressible(facts, prices),
  ];
  return {
    advice: found.flatMap((finding) => ("why" in finding ? [] : [finding])),
    nothing: found.flatMap((finding) => ("why" in finding ? [finding] : [])),
  };
}

interface PricedCall extends Pricing {
  readonly usage: CallUsage;
}

function billedWaits({ fetches }: AdviceFacts, prices: PricedCall): Advice | NoAdvice {
  const { usage, lists } = prices;
  const waited = waitMs(usage);
  const nothing = (reason: string): NoAdvice => {
    const of = `${timeText(waited)} of the call's ${timeText(usage.durationMs)}`;
    return { kind: "billed-waits", why: `its code did not run for ${of}: ${reason}.` };
  };
  if (waited < LEAST_WAIT_MS)
    return nothing(`below ${timeText(LEAST_WAIT_MS)}, which the way between threads may take`);
  if (waited < LEAST_WAIT_SHARE * usage.durationMs) return nothing(`below ${percent(LEAST_WAIT_SHARE)}`);
  const savings = savingsOf(prices, usage, { ...usage, durationMs: usage.cpuMs });
  if (savings.length === 0) return nothing("none of these platforms bills waits");
  const paid = new Set(savings.map(({ platform }) => platform));
  const freeOn = [...new Set(lists.map(({ platform }) => platform))].filter((platform) => !paid.has(platform));
  return { kind: "billed-waits", waitMs: waited, durationMs: usage.durationMs, fetches, savings, freeOn };
}

function heavyInit({ bundle }: AdviceFacts, prices: PricedCall): Advice | NoAdvice {
  const { usage } = prices;
  const nothing = (reason: string): NoAdvice => {
    return { kind: "heavy-init", why: `the top level runs ${timeText(usage.initMs)}: ${reason}.` };
  };
  if (usage.initMs < LEAST_INIT_MS) return nothing(`below ${timeText(LEAST_INIT_MS)}`);
  if (bundle === null) return nothing("the version is not kept any more, so what went into it is not known");
  const packages = bundledPackages(bundle.modules);
  const dependencyBytes = packages.reduce((sum, { bytes }) => sum + bytes, 0);
  if (dependencyBytes < LEAST_DEPENDENCY_SHARE * bundle.bytes) {
    const share = formatShare(dependencyBytes, bundle.bytes);
    return nothing(`${share} of the bundle's ${formatBytes(bundle.bytes)} are dependencies, most is its own code`);
  }
  const cold: CallUsage = { ...usage, start: "cold" };
  const savings = savingsOf(prices, cold, { ...cold, initMs: 0 });
  return { kind: "heavy-init", initMs: usage.initMs, bundleBytes: bundle.bytes, dependencyBytes, packages, savings };
}

function unusedMemory(prices: PricedCall): Advice | NoAdvice {
  const { usage, lists } = prices;
  const savings = lists.flatMap((list) => memorySaving(list, prices) ?? []).sort(dearestFirst);
  if (savings.length > 0) {
    return { kind: "unused-memory", configuredMb: usage.memoryMb, observedMb: usage.observedMemoryMb, savings };
  }
  const held = `${sizeText(usage.memoryMb)} are configured, ${sizeText(usage.observedMemoryMb)} were held at most`;
  const reason = lists.some(isConfigurable)
    ? `no smaller size that holds it saves ${percent(LEAST_SAVING_SHARE)}`
    : "none of these platforms bills the memory that is configured";
  return { kind: "unused-memory", why: `${held}: ${reason}.` };
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

function compressible({ compression }: AdviceFacts, prices: PricedCall): Advice | NoAdvice {
  const nothing = (why: string): NoAdvice => ({ kind: "compressible-response", why });
  if (typeof compression === "string") return nothing(NOT_COMPRESSED[compression]);
  const { usage } = prices;
  const { bytes, brotliBytes, gzipBytes } = compression;
  const encoding = brotliBytes <= gzipBytes ? "br" : "gzip";
  const compressedBytes = Math.min(brotliBytes, gzipBytes) + COMPRESSION_HEADER_BYTES;
  const savedBytes = bytes - compressedBytes;
  if (savedBytes < LEAST_COMPRESSED_BYTES || savedBytes < LEAST_COMPRESSED_SHARE * bytes) {
    const made = `brotli makes ${formatBytes(brotliBytes)} of the body's ${formatBytes(bytes)}, gzip ${formatBytes(gzipBytes)}`;
    const least = `${formatBytes(LEAST_COMPRESSED_BYTES)} or ${percent(LEAST_COMPRESSED_SHARE)}`;
    return nothing(`${made}: with the header lines it needs, that saves less than ${least}.`);
  }
  const savings = savingsOf(prices, usage, { ...usage, egressBytes: Math.max(0, usage.egressBytes - savedBytes) });
  return { kind: "compressible-response", compression, encoding, savedBytes, savings };
}

const NOT_COMPRESSED: Readonly<Record<NotCompressed, string>> = {
  "no-response": "there was no response.",
  "no-body": "the response has no body.",
  "not-kept": "the response's body was too long to be kept, so it could not be compressed.",
  encoded: "the response is encoded already (content-encoding).",
  "no-transform": "the response forbids it (cache-control: no-transform).",
};

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

function percent(share: number): string {
  return `${share * 100} %`;
}
