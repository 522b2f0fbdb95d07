import { formatBytes } from "./format";
import type { Usage } from "./usage";

type Memory = Pick<Usage, "peakMemoryBytes" | "memoryLimitBytes">;

/** What a call held at its most, bytes; where that is not known, what it can't have been above: its tier. */
export function mostMemoryBytes({ peakMemoryBytes, memoryLimitBytes }: Memory): number {
  return peakMemoryBytes ?? memoryLimitBytes;
}

/** `4.38 MiB of 128 MiB`. */
export function memoryText({ peakMemoryBytes, memoryLimitBytes }: Memory): string {
  return `${peakMemoryText({ peakMemoryBytes })} of ${formatBytes(memoryLimitBytes)}`;
}

export function peakMemoryText({ peakMemoryBytes }: Pick<Usage, "peakMemoryBytes">): string {
  return peakMemoryBytes === null ? "not known" : formatBytes(peakMemoryBytes);
}
