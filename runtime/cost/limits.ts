import { formatInteger } from "../model";
import { largestMemoryMb } from "./memory";
import type { PriceList } from "./price-list";
import type { CallUsage } from "./usage";

/** What a call exceeds on a platform, one sentence each: it is priced there and would not run there as it is. */
export function limitWarnings({ memory, limits }: PriceList, usage: CallUsage): readonly string[] {
  const largestMb = largestMemoryMb(memory);
  const neededMb = memory.kind === "configured" || memory.kind === "tiers" ? usage.memoryMb : usage.observedMemoryMb;
  const checks: readonly (readonly [what: string, used: number, limit: number | null | undefined, unit: string])[] = [
    ["memory", neededMb, largestMb, "MB"],
    ["wall time", usage.durationMs, limits.durationMs, "ms"],
    ["CPU time", usage.cpuMs, limits.cpuMs, "ms"],
    ["request", usage.ingressBytes, limits.requestBytes, "bytes"],
    ["response", usage.egressBytes, limits.responseBytes, "bytes"],
  ];
  const warnings: string[] = [];
  for (const [what, used, limit, unit] of checks) {
    if (limit === null || limit === undefined || used <= limit) continue;
    warnings.push(`${what}: ${shown(used)} ${unit}, and the platform allows ${shown(limit)} ${unit}`);
  }
  return warnings;
}

function shown(value: number): string {
  return Number.isInteger(value) ? formatInteger(value) : String(value);
}
