import { formatDuration } from "../../runtime/model";
import type { StartComparison } from "../../runtime/profile";

/** By how much the second starts take longer, absolutely and as a share of the first's median, and between which bounds. */
export function effect({ test, p50 }: Pick<StartComparison, "test" | "p50">): readonly [by: string, between: string] {
  if (test === null) return ["–", "–"];
  const percent = p50[0] === 0 ? "" : ` (${signed((test.shiftUs / p50[0]) * 100, (share) => `${share.toFixed(1)} %`)})`;
  const [low, high] = test.intervalUs.map((us) => signed(us, formatDuration));
  return [`${signed(test.shiftUs, formatDuration)}${percent}`, `${low ?? ""} and ${high ?? ""}`];
}

function signed(value: number, format: (size: number) => string): string {
  if (value === 0) return format(0);
  return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
}
