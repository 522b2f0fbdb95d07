import type { Invocation } from "../model";
import { trimmedMean } from "../statistics";
import type { TrimmedMean } from "../statistics";
import type { Bill } from "./bill";
import { billCall } from "./bill-call";
import { calibratedCpuMs } from "./calibration";
import type { Calibration } from "./calibration";
import { cpuShare, cpuShareModel, stretchedMs, waitMs } from "./cpu-share";
import type { CpuShareModel, MeasuredTime } from "./cpu-share";
import { billedMemoryMb, largestMemoryMb } from "./memory";
import { priceListId } from "./price-list";
import type { PriceList } from "./price-list";
import { chooseTier } from "./tier-choice";
import type { TierChoice, TierCost } from "./tier-choice";
import { callUsage } from "./usage";
import type { CallUsage } from "./usage";

/** What was measured at one memory size. */
export interface MeasuredTier {
  /** The usage of one warm call; its times are those of `runs`. */
  readonly usage: Omit<CallUsage, "durationMs" | "cpuMs">;
  /** At least one. */
  readonly runs: readonly MeasuredTime[];
}

/** What runs of one memory size come to; null where there were none. */
export function measuredTier(calls: readonly Pick<Invocation, "usage" | "start">[]): MeasuredTier | null {
  const runs = calls.flatMap((call) => callUsage(call) ?? []);
  const last = runs.at(-1);
  if (last === undefined) return null;
  return { usage: { ...last, observedMemoryMb: Math.max(...runs.map((run) => run.observedMemoryMb)) }, runs };
}

/** One memory size on one platform. */
export interface TunedTier {
  readonly memoryMb: number;
  /** What the platform bills instead, where it has no such size; MB. */
  readonly billedMb: number;
  /** False where the platform has no size that large: it is priced all the same, and never chosen. */
  readonly offered: boolean;
  /** The share of a vCPU that the platform gives, in (0, 1]; null where it does not depend on the memory. */
  readonly cpuShare: number | null;
  /** `modelled`: the measured CPU time stretched by the share. `measured`: as it ran here. */
  readonly basis: "measured" | "modelled";
  /** How many runs the time is of: those of all sizes that ran alike, or of this one alone. */
  readonly n: number;
  /** One call's time, milliseconds: the mean of the middle runs, with its 95 % interval. */
  readonly durationMs: TrimmedMean;
  readonly usd: TierCost;
  /** Of a warm call that takes the mean. */
  readonly bill: Bill;
}

export interface PlatformTuning {
  readonly platform: string;
  readonly region: string | null;
  readonly priceList: string;
  readonly cpuShare: CpuShareModel | null;
  /** Null where none was fitted, or nothing there depends on CPU time. */
  readonly calibration: Calibration | null;
  readonly tiers: readonly TunedTier[];
  /** Null where the platform has no memory to configure, or none of the sizes. */
  readonly choice: TierChoice | null;
}

/** What each measured memory size costs and takes on a platform, and which to choose. */
export function tunePlatform(
  measured: readonly MeasuredTier[],
  list: PriceList,
  calibration: Calibration | null,
): PlatformTuning {
  const model = cpuShareModel(list.platform);
  const tiers = poolRuns(measured).map((tier) => tunedTier(tier, list, calibration));
  return {
    platform: list.platform,
    region: list.region,
    priceList: priceListId(list),
    cpuShare: model,
    calibration: model !== null || tiers.some(({ bill }) => bill.calibration !== null) ? calibration : null,
    tiers,
    choice: isConfigurable(list) ? chooseTier(candidates(tiers)) : null,
  };
}

/** What can be chosen. A size that the platform bills as another comes last: of two that are equal, the one that can be hired is chosen. */
function candidates(tiers: readonly TunedTier[]): readonly TunedTier[] {
  const offered = tiers.filter((tier) => tier.offered);
  const isOwn = ({ memoryMb, billedMb }: TunedTier): boolean => memoryMb === billedMb;
  return [...offered.filter(isOwn), ...offered.filter((tier) => !isOwn(tier))];
}

/** Whether the memory that is configured changes what a call costs. */
export function isConfigurable({ memory }: PriceList): boolean {
  return memory.kind === "configured" || memory.kind === "tiers";
}

/**
 * How long a call takes on a platform with this memory, milliseconds: as measured where the processor does not depend on the memory,
 * else modelled from the measured CPU time.
 */
export function durationOn(usage: CallUsage, list: PriceList, calibration: Calibration | null): number {
  const model = cpuShareModel(list.platform);
  if (model === null) return usage.durationMs;
  const cpuMs = calibratedCpuMs(usage.cpuMs, calibration);
  const time = { durationMs: waitMs(usage) + cpuMs, cpuMs };
  return wholeMicroseconds(stretchedMs(time, cpuShare(billedMemoryMb(list.memory, usage), model)));
}

/**
 * Sizes whose times can't be told apart share their runs: the same code on the same core. Else the noise of one size would be priced,
 * and a billing step doubles it. A size that is really slower, for want of memory, keeps its own.
 */
function poolRuns(measured: readonly MeasuredTier[]): readonly MeasuredTier[] {
  const means = measured.map(({ runs }) => TIMES.map((time) => trimmedMean(runs.map((run) => run[time]))));
  return measured.map((tier, at) => {
    const alike = measured.filter((_, other) => means[at]?.every((mean, time) => overlap(mean, means[other]?.[time])));
    return { ...tier, runs: alike.flatMap(({ runs }) => runs) };
  });
}

const TIMES = ["durationMs", "cpuMs"] as const;

function overlap(one: TrimmedMean, other: TrimmedMean | undefined): boolean {
  return other !== undefined && one.low <= other.high && one.high >= other.low;
}

function tunedTier({ usage, runs }: MeasuredTier, list: PriceList, calibration: Calibration | null): TunedTier {
  const model = cpuShareModel(list.platform);
  // Only the times: a run that is shared was made with another size's memory.
  const times = runs.map(({ durationMs, cpuMs }): MeasuredTime => ({ durationMs, cpuMs }));
  const cpu = trimmedMean(times.map(({ cpuMs }) => cpuMs));
  const durationMs = trimmedMean(times.map((time) => durationOn({ ...usage, ...time }, list, calibration)));
  const billAt = (end: keyof TrimmedMean) => {
    const time = { durationMs: wholeMicroseconds(durationMs[end]), cpuMs: wholeMicroseconds(cpu[end]) };
    return billCall({ ...usage, ...time }, list, { calibration });
  };
  const bill = billAt("mean");
  const largestMb = largestMemoryMb(list.memory);
  const billedMb = billedMemoryMb(list.memory, { ...usage, durationMs: 0, cpuMs: 0 });
  return {
    memoryMb: usage.memoryMb,
    billedMb,
    offered: largestMb === null || usage.memoryMb <= largestMb,
    cpuShare:
      model === null ? null : cpuShare(billedMemoryMb(list.memory, { ...usage, durationMs: 0, cpuMs: 0 }), model),
    basis: model === null ? "measured" : "modelled",
    n: runs.length,
    durationMs,
    usd: { mean: bill.usd, low: billAt("low").usd, high: billAt("high").usd },
    bill,
  };
}

/** Measured times are whole microseconds, and so are means of them: finer digits would only be noise in an exact bill. */
function wholeMicroseconds(ms: number): number {
  return Math.max(0, Math.round(ms * 1000)) / 1000;
}
