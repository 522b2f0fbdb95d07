import { formatInteger } from "../model";
import { largestMemoryMb } from "./memory";
import type { PriceList } from "./price-list";
import type { CallUsage } from "./usage";

/** What a call exceeds on a platform, one sentence each: it is priced there and would not run there as it is. */
export function limitWarnings({ memory, limits }: PriceList, usage: CallUsage): readonly string[] {
  const largestMb = largestMemoryMb(memory);
  const neededMb = memory.kind === "configured" || memory.kind === "tiers" ? usage.memoryMb : usage.observedMemoryMb;
  return [
    excess("memory", neededMb, largestMb, "MB"),
    excess("wall time", usage.durationMs, limits.durationMs, "ms"),
    excess("CPU time", usage.cpuMs, limits.cpuMs, "ms"),
    excess("request", usage.ingressBytes, limits.requestBytes, "bytes"),
    excess("response", usage.egressBytes, limits.responseBytes, "bytes"),
  ].filter((warning) => warning !== null);
}

function excess(what: string, used: number, limit: number | null | undefined, unit: string): string | null {
  if (limit === null || limit === undefined || used <= limit) return null;
  return `${what}: ${shown(used)} ${unit}, and the platform allows ${shown(limit)} ${unit}`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? formatInteger(value) : String(value);
}
