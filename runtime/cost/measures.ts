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

/** What of a usage some platforms bill and others don't ask for. */
export const USAGE_FIELDS = ["durationMs", "cpuMs", "memoryMb", "observedMemoryMb"] as const;
export type UsageField = (typeof USAGE_FIELDS)[number];

/** What has to be known of a call to bill it by this list. */
export function billedFields(list: PriceList): readonly UsageField[] {
  const times = list.meters.flatMap(({ quantity }) => (quantity.kind === "time" ? [quantity] : []));
  const byMemory =
    times.some(({ timesMemory }) => timesMemory === true) || list.meters.some(({ memoryMb }) => memoryMb !== undefined);
  const billed: Readonly<Record<UsageField, boolean>> = {
    durationMs: times.some(({ clock }) => clock === "wall"),
    cpuMs: times.some(({ clock }) => clock === "cpu"),
    memoryMb: byMemory && memoryMeasure(list.memory) === "configured-memory",
    observedMemoryMb: byMemory && memoryMeasure(list.memory) === "observed-memory",
  };
  return USAGE_FIELDS.filter((field) => billed[field]);
}
