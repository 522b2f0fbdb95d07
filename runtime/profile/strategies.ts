import type { Engine, Profile, Start } from "../model";
import { percentiles, quantileIntervals } from "../statistics";
import type { Interval } from "../statistics";
import { ALPHA, compareSamples, wallsOf } from "./compare";
import type { StartComparison } from "./compare";

/** How a sandbox comes to hold a function; measured in turn with the other way. */
export interface Strategy {
  /**
   * `snapshot`: the image of a top level that ran before is restored, as Coldframe does. `plain`: the bundle is parsed and evaluated at
   * each start, as on a platform without snapshots. `cached module`: a Wasm module that was compiled before is instantiated.
   * `compiled on demand`: it is compiled at each start.
   */
  readonly name: "snapshot" | "plain" | "cached module" | "compiled on demand";
  readonly start: Exclude<Start, "warm">;
  readonly n: number;
  /** Wall time, microseconds. */
  readonly p50Us: number;
  readonly p50Ci95Us: Interval | null;
  /** The starts without an image held against those with one; null for the latter. */
  readonly againstImage: StartComparison | null;
}

/** Each in words. */
export const STRATEGY_TEXTS: Readonly<Record<Strategy["name"], string>> = {
  snapshot: "snapshot restored",
  plain: "parsed and evaluated",
  "cached module": "cached module",
  "compiled on demand": "compiled on demand",
};

/** With an image, and without. */
const NAMES: Readonly<Record<Engine, readonly [Strategy["name"], Strategy["name"]]>> = {
  quickjs: ["snapshot", "plain"],
  wasm: ["cached module", "compiled on demand"],
  wasi: ["cached module", "compiled on demand"],
};

/** Start-up strategies side by side, for the starts in which one is at work. Empty where only one was measured. */
export function compareStrategies({ engine, samples, withoutImage, starts }: Profile): readonly Strategy[] {
  const kinds = starts.filter((start): start is Strategy["start"] => start !== "warm");
  const [withName, withoutName] = NAMES[engine];
  return kinds.flatMap((start): Strategy[] => {
    const [prepared, unprepared] = [wallsOf(samples, start), wallsOf(withoutImage, start)];
    if (prepared.length === 0 || unprepared.length === 0) return [];
    const comparison = compareSamples(start, prepared, unprepared, ALPHA / kinds.length, "in turn");
    return [strategy(withName, start, prepared, null), strategy(withoutName, start, unprepared, comparison)];
  });
}

function strategy(
  name: Strategy["name"],
  start: Strategy["start"],
  walls: readonly number[],
  againstImage: StartComparison | null,
): Strategy {
  const [p50Ci95Us = null] = quantileIntervals(walls, [0.5]);
  const p50Us = Math.round(percentiles(walls)?.p50 ?? 0);
  return { name, start, n: walls.length, p50Us, p50Ci95Us, againstImage };
}
