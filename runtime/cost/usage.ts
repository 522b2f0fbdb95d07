import type { Start } from "../model";

export const ARCHITECTURES = ["x86_64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** What one call used, as platforms bill it. Every number is finite and not negative. Local queue, spawn, build and bind are not in it. */
export interface CallUsage {
  /** The handler's begin to the last byte of its response, waits included, milliseconds. */
  readonly durationMs: number;
  /** CPU time the function really ran, milliseconds. */
  readonly cpuMs: number;
  /** How long the module's top level runs, milliseconds. Billed on a cold start alone, where the platform bills it. */
  readonly initMs: number;
  readonly start: Start;
  /** The configured tier, MB. */
  readonly memoryMb: number;
  /** The most it really held, MB. */
  readonly observedMemoryMb: number;
  readonly ingressBytes: number;
  readonly egressBytes: number;
  readonly arch: Architecture;
}
