import { formatCount } from "../model";
import type { StartSummary } from "./summary";

/** Below this share of its starts, what a kind of start tells is said to be less. */
const WORTH_SAYING = 0.5;

/** A sentence for each kind of start in whose times the machine's drift shows; the intervals are as much wider. */
export function driftTexts(summaries: readonly StartSummary[]): readonly string[] {
  return summaries.flatMap(({ start, wall, effectiveN }) => {
    if (wall === null || effectiveN >= wall.n * WORTH_SAYING) return [];
    const starts = formatCount(wall.n, `${start} start`);
    return [`The machine drifted: ${starts} tell as much as ${effectiveN} would on a steady one.`];
  });
}
