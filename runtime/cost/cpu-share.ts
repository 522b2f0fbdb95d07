/**
 * How much of a processor a platform gives to a memory size, and what that does to a call's time. A local sandbox has a whole core
 * whatever its tier: what a small tier costs in time is a model, never a measurement.
 */
export interface CpuShareModel {
  /** The memory at which the platform gives one whole vCPU, in the platform's MB. Below it, the share is proportional. */
  readonly fullMemoryMb: number;
  readonly source: string;
}

/** Lambda's own rule: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const LAMBDA: CpuShareModel = {
  fullMemoryMb: 1769,
  source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
};

/** By platform. Those that are not here give the same processor to every memory size, or say nothing about it: time is taken as measured. */
const MODELS: ReadonlyMap<string, CpuShareModel> = new Map([
  ["aws-lambda", LAMBDA],
  ["lambda-edge", LAMBDA],
]);

/** Null where the platform's processor does not depend on the memory. */
export function cpuShareModel(platform: string): CpuShareModel | null {
  return MODELS.get(platform) ?? null;
}

/**
 * The share of one vCPU, in (0, 1]. Never more than one: a function's own code runs on one thread, which a second vCPU does not speed
 * up.
 */
export function cpuShare(memoryMb: number, { fullMemoryMb }: CpuShareModel): number {
  return Math.min(1, memoryMb / fullMemoryMb);
}

/** What of a call's time the processor works for, and what it waits for; milliseconds. */
export interface MeasuredTime {
  readonly durationMs: number;
  readonly cpuMs: number;
}

/** How long a call waited: the time in which its own code did not run, milliseconds. */
export function waitMs({ durationMs, cpuMs }: MeasuredTime): number {
  return Math.max(0, durationMs - cpuMs);
}

/**
 * How long the call would take with this share of a vCPU, milliseconds: waits take what they took, and CPU time stretches by
 * 1 ÷ share.
 */
export function stretchedMs(time: MeasuredTime, share: number): number {
  return waitMs(time) + time.cpuMs / share;
}
