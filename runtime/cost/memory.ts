import type { MemoryRule } from "./price-list";
import type { CallUsage } from "./usage";

/** The memory a call is billed for, MB. What is above the platform's largest is billed by the same rule; `limitWarnings` says it. */
export function billedMemoryMb(rule: MemoryRule, usage: CallUsage): number {
  switch (rule.kind) {
    case "configured":
      return Math.max(rule.minMb, roundUp(usage.memoryMb, rule.stepMb));
    case "observed":
      return Math.max(rule.minMb, roundUp(usage.observedMemoryMb, rule.stepMb));
    case "tiers":
      return rule.tiersMb.find((tier) => tier >= usage.memoryMb) ?? rule.tiersMb.at(-1) ?? 0;
    case "fixed":
      return rule.mb;
  }
}

/** The most memory a function can have there, MB; null where no limit is known. */
export function largestMemoryMb(rule: MemoryRule): number | null {
  switch (rule.kind) {
    case "configured":
    case "observed":
      return rule.maxMb;
    case "tiers":
      return rule.tiersMb.at(-1) ?? null;
    case "fixed":
      return rule.mb;
  }
}

/** The smallest whole multiple of `step` that is not below `value`. `%` is exact on doubles, where a division would round. */
export function roundUp(value: number, step: number): number {
  const rest = value % step;
  return rest === 0 ? value : value - rest + step;
}
