import type { Traffic } from "./bill";
import { Decimal, decimalText } from "./decimal";
import { billedMemoryMb } from "./memory";
import type { Meter, PriceList, QuantityRule, Rung } from "./price-list";
import { billedMs } from "./quantity";
import type { CallUsage } from "./usage";

/** How a line of one call was reckoned: `134 ms (12.34 ms and 120.81 ms of init, rounded up to 1 ms) × … = 0.23 GB-s, × $0.00001 per GB-s`. */
export function callFormula(meter: Meter, list: PriceList, usage: CallUsage, quantity: string): string {
  const steps = callSteps(meter.quantity, list, usage);
  const result = quantityText(quantity, meter.unit);
  const [rung] = meter.ladder;
  return `${steps === null || steps === result ? result : `${steps} = ${result}`}${rung === undefined ? "" : `, × ${priceText(rung, meter.unit)}`}`;
}

/** How the quantity of one call is found; null where nothing is reckoned. */
function callSteps(rule: QuantityRule, list: PriceList, usage: CallUsage): string | null {
  switch (rule.kind) {
    case "requests":
      return null;
    case "ingress":
    case "egress": {
      const bytes = rule.kind === "ingress" ? usage.ingressBytes : usage.egressBytes;
      return `${grouped(String(bytes))} bytes${rule.bytesPerUnit === 1 ? "" : ` ÷ ${grouped(String(rule.bytesPerUnit))}`}`;
    }
    case "time":
      return timeSteps(rule, list, usage);
  }
}

function timeSteps(rule: QuantityRule & { kind: "time" }, list: PriceList, usage: CallUsage): string {
  const raw = billedMs(rule, usage);
  const billed = `${grouped(typeof raw === "number" ? String(raw) : decimalText(raw))} ms`;
  const measured = rule.clock === "cpu" ? usage.cpuMs : usage.durationMs;
  const cold = rule.init === true && usage.start === "cold" && usage.initMs > 0;
  const parts = [
    `${grouped(String(measured))} ms of ${rule.clock === "cpu" ? "CPU" : "wall"} time${cold ? ` and ${grouped(String(usage.initMs))} ms of init` : ""}`,
    ...(rule.minimumMs === undefined || rule.minimumMs === rule.stepMs
      ? []
      : [`at least ${grouped(String(rule.minimumMs))} ms`]),
    ...(rule.stepMs === undefined ? [] : [`rounded up to ${grouped(String(rule.stepMs))} ms`]),
  ];
  const memoryMb = rule.timesMemory === true ? billedMemoryMb(list.memory, usage) : null;
  return [
    `${billed} (${parts.join(", ")})`,
    ...(memoryMb === null ? [] : [`× ${grouped(String(memoryMb))} MB ÷ 1,024`]),
    ...(rule.timesVcpus === undefined ? [] : [`× ${rule.timesVcpus} vCPU`]),
    ...(rule.unitMs === 1 ? [] : [`÷ ${grouped(String(rule.unitMs))}`]),
  ].join(" ");
}

/** `$0.20 per 1,000,000 requests`. */
export function priceText({ usd, per }: Pick<Rung, "usd" | "per">, unit: string): string {
  return per === "1" ? `$${usd} per ${unit}` : `$${usd} per ${quantityText(per, unit)}`;
}

/** Separators at the thousands of a decimal's whole part. */
export function grouped(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** `1,000,000 requests`; the other units are the same for one and for many. */
export function quantityText(quantity: string, unit: string): string {
  return `${grouped(quantity)} ${unit === "request" && quantity !== "1" ? "requests" : unit}`;
}

/** How a line of a month was reckoned. `whole`: the meter's quantity of the month; `quantity`: the part that this line prices. */
export function monthFormula(
  meter: Meter,
  list: PriceList,
  traffic: readonly Traffic[],
  { quantity, whole, unitPrice }: { readonly quantity: string; readonly whole: string; readonly unitPrice: string },
): string {
  const parts = traffic.map(({ usage, requests }) => {
    const steps = callSteps(meter.quantity, list, usage);
    return `${grouped(new Decimal(requests).toFixed())} requests${steps === null ? "" : ` × ${steps}`}`;
  });
  const shown =
    parts.length > MOST_PARTS ? [...parts.slice(0, MOST_PARTS), `${parts.length - MOST_PARTS} more kinds`] : parts;
  const part = quantity === whole ? "" : `; of these ${grouped(quantity)}`;
  return `${shown.join(" + ")} = ${quantityText(whole, meter.unit)}${part} × $${unitPrice} per ${meter.unit}`;
}

/** Kinds of calls that a month's formula names one by one. */
const MOST_PARTS = 4;
