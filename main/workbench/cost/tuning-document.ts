import type { Failure, Invocation } from "../../../runtime";
import type { PlatformTuning } from "../../../runtime/cost";
import { mostActiveCpuUs, mostMemoryBytes } from "../../../runtime/model";
import { percentiles } from "../../../runtime/statistics";
import type { TierMeasurement } from "./measure-tiers";
import type { Tuning } from "./tune";

/** `coldframe/tuning@1`: what `tune` found. Measured figures are this machine's, modelled ones say of what they follow. */
export function tuningDocument({ artifact, rounds, tiers, platforms, advice }: Tuning) {
  return {
    schema: "coldframe/tuning@1",
    function: artifact.name,
    version: artifact.version,
    engine: artifact.engine,
    start: "warm",
    /** Of each size, after one that warmed up and is not counted. */
    runs: rounds,
    tiers: tiers.map(tierDocument),
    platforms: platforms.map(platformDocument),
    advice: advice?.advice ?? [],
    /** What was looked at besides, and why it advises nothing. */
    notAdvised: advice?.nothing ?? [],
  } as const;
}

export type TuningDocument = ReturnType<typeof tuningDocument>;

function tierDocument({ memoryMb, invocations, failure }: TierMeasurement) {
  return {
    memoryMb,
    outcome: failure?.outcome ?? "ok",
    error: errorDocument(failure?.error ?? null),
    n: invocations.length,
    /** Of the last run's answer. */
    status: invocations.at(-1)?.response?.status ?? null,
    /** On this machine, at this limit; null where no run ended well. */
    measured: measuredDocument(invocations),
  } as const;
}

function errorDocument(error: Failure | null) {
  return error === null ? null : { code: error.code, message: error.message, stack: error.stack };
}

function measuredDocument(invocations: readonly Invocation[]) {
  const usages = invocations.map(({ usage }) => usage);
  if (usages.length === 0) return null;
  return {
    /** Handler's begin to last byte, microseconds. */
    executionUs: percentiles(usages.map((usage) => usage.executionUs)),
    activeCpuUs: percentiles(usages.map(mostActiveCpuUs)),
    peakMemoryBytes: Math.max(...usages.map(mostMemoryBytes)),
    initUs: usages[0]?.initUs ?? 0,
  };
}

function platformDocument({ platform, region, priceList, cpuShare, calibration, tiers, choice }: PlatformTuning) {
  return {
    platform,
    region,
    priceList,
    /** The model of the processor's share; null: times are as measured. */
    cpuShare,
    calibration,
    tiers: tiers.map(({ memoryMb, billedMb, offered, cpuShare: share, basis, n, durationMs, usd, bill }) => ({
      memoryMb,
      billedMb,
      offered,
      cpuShare: share,
      basis,
      n,
      durationMs,
      usd,
      bill,
    })),
    choice,
  };
}
