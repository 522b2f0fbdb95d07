import { Decimal } from "./decimal";
import { billedMemoryMb, roundUp } from "./memory";
import type { Meter, PriceList, QuantityRule } from "./price-list";
import type { CallUsage } from "./usage";

/**
 * A quantity in a meter's finest measure: requests, bytes, milliseconds, or MB-milliseconds (milliseconds × MB). Bills count
 * in these, so that hours and GB need one division at the end; a plain number is always an exact integer.
 */
export type RawQuantity = number | Decimal;

const MB_PER_GB = 1024;

/** How many of a meter's finest measure its unit has. */
export function unitSize(rule: QuantityRule): number {
  switch (rule.kind) {
    case "requests":
      return 1;
    case "ingress":
    case "egress":
      return rule.bytesPerUnit;
    case "time":
      return rule.unitMs * (rule.timesMemory === true ? MB_PER_GB : 1);
  }
}

/** What one call counts for on a meter. */
export function rawQuantity(meter: Meter, list: PriceList, usage: CallUsage): RawQuantity {
  const rule = meter.quantity;
  switch (rule.kind) {
    case "requests":
      return 1;
    case "ingress":
      return exact(usage.ingressBytes);
    case "egress":
      return exact(usage.egressBytes);
    case "time": {
      const ms = billedMs(rule, usage);
      const perMs = rule.timesMemory === true ? billedMemoryMb(list.memory, usage) : (rule.timesVcpus ?? 1);
      return product(ms, perMs);
    }
  }
}

/** Whether a meter counts this call at all. */
export function applies(meter: Meter, list: PriceList, usage: CallUsage): boolean {
  if (meter.arch !== undefined && meter.arch !== usage.arch) return false;
  return meter.memoryMb === undefined || meter.memoryMb === billedMemoryMb(list.memory, usage);
}

/** The time of one call that is billed: init added, then the minimum, then rounded up to whole steps. */
export function billedMs(rule: QuantityRule & { kind: "time" }, usage: CallUsage): RawQuantity {
  const ms = measuredMs(rule, usage);
  const least = rule.minimumMs ?? 0;
  if (typeof ms !== "number") {
    const atLeast = Decimal.max(ms, least);
    return rule.stepMs === undefined ? atLeast : atLeast.toNearest(rule.stepMs, Decimal.ROUND_UP);
  }
  const atLeast = Math.max(ms, least);
  return rule.stepMs === undefined ? exact(atLeast) : exact(roundUp(atLeast, rule.stepMs));
}

/** Two measured times are added in decimals: in binary, 1.1 + 2.2 is 3.3000000000000003, and a bill would say so. */
function measuredMs({ clock, init }: QuantityRule & { kind: "time" }, usage: CallUsage): RawQuantity {
  const ms = clock === "cpu" ? usage.cpuMs : usage.durationMs;
  if (init !== true || usage.start !== "cold" || usage.initMs === 0) return ms;
  return new Decimal(ms).plus(usage.initMs);
}

function product(a: RawQuantity, b: number): RawQuantity {
  if (b === 1) return a;
  if (typeof a !== "number") return a.times(b);
  const quick = a * b;
  return Number.isSafeInteger(quick) && Number.isInteger(b) ? quick : new Decimal(a).times(b);
}

/** A measured number as what its digits say. */
function exact(value: number): RawQuantity {
  return Number.isSafeInteger(value) ? value : new Decimal(value);
}
