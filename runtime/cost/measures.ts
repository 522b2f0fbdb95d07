import type { Meter, MemoryRule, PriceList } from "./price-list";

/** What of a call's usage a line is charged by; `month` is charged however much is used. */
export type Measure =
  | "requests"
  | "wall"
  | "cpu"
  | "init"
  | "configured-memory"
  | "observed-memory"
  | "fixed-memory"
  | "ingress"
  | "egress"
  | "month";

/** What of a call's usage a meter takes. */
export function measuresOf({ quantity }: Meter, { memory }: PriceList): readonly Measure[] {
  if (quantity.kind !== "time") return [quantity.kind];
  return [
    quantity.clock,
    ...(quantity.init === true ? (["init"] as const) : []),
    ...(quantity.timesMemory === true ? [memoryMeasure(memory)] : []),
  ];
}

function memoryMeasure({ kind }: MemoryRule): Measure {
  switch (kind) {
    case "configured":
    case "tiers":
      return "configured-memory";
    case "observed":
      return "observed-memory";
    case "fixed":
      return "fixed-memory";
  }
}
