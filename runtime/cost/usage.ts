import type { Invocation, Profile, Start } from "../model";
import { mostActiveCpuUs, mostMemoryBytes } from "../model";

export const ARCHITECTURES = ["x86_64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** What one call used, as platforms bill it. Every number is finite and not negative. Local queue, spawn, build and bind are not in it. */
export interface CallUsage {
  /** The handler's begin to the last byte of its response, waits included, milliseconds. */
  readonly durationMs: number;
  /** CPU time the function really ran, milliseconds; its duration where that is not known. */
  readonly cpuMs: number;
  /** How long the module's top level runs, milliseconds. Billed on a cold start alone, where the platform bills it. */
  readonly initMs: number;
  readonly start: Start;
  /** The configured tier, MB. */
  readonly memoryMb: number;
  /** The most it really held, MB; all that it is configured with where that is not known. */
  readonly observedMemoryMb: number;
  readonly ingressBytes: number;
  readonly egressBytes: number;
  readonly arch: Architecture;
  /** Which of these nobody measured, since the call was stopped: they hold the most that it can have been. Absent: all are known. */
  readonly atMost?: readonly UnmeasuredField[];
}

/** What can't be asked of a process or a thread that was stopped under its call. */
export type UnmeasuredField = "cpuMs" | "observedMemoryMb";

const US_PER_MS = 1000;
const BYTES_PER_MB = 1024 * 1024;

/**
 * What a recorded call used, as platforms bill it; null where it never reached a sandbox, and no platform would have run it, or where
 * its process ended under it.
 */
export function callUsage(
  { usage, start }: Pick<Invocation, "usage" | "start">,
  arch: Architecture = "x86_64",
): CallUsage | null {
  if (start === null) return null;
  const atMost = unmeasuredFields(usage);
  return {
    durationMs: usage.executionUs / US_PER_MS,
    cpuMs: mostActiveCpuUs(usage) / US_PER_MS,
    initMs: usage.initUs / US_PER_MS,
    start,
    memoryMb: usage.memoryLimitBytes / BYTES_PER_MB,
    observedMemoryMb: mostMemoryBytes(usage) / BYTES_PER_MB,
    ingressBytes: usage.ingressBytes,
    egressBytes: usage.egressBytes,
    arch,
    ...(atMost.length > 0 && { atMost }),
  };
}

function unmeasuredFields({ activeCpuUs, peakMemoryBytes }: Invocation["usage"]): readonly UnmeasuredField[] {
  return [
    ...(activeCpuUs === null ? (["cpuMs"] as const) : []),
    ...(peakMemoryBytes === null ? (["observedMemoryMb"] as const) : []),
  ];
}

/** The starts of a profile that count, as platforms bill them; null where it was measured before their memory and bytes were noted. */
export function profileUsages({ samples, usage }: Profile, arch: Architecture = "x86_64"): readonly CallUsage[] | null {
  if (usage === null) return null;
  return samples
    .filter(({ first }) => !first)
    .flatMap(({ start, executionUs, activeCpuUs }) => {
      return callUsage({ start, usage: { ...usage, executionUs, activeCpuUs } }, arch) ?? [];
    });
}
