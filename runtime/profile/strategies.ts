import type { Profile, Start } from "../model";
import { percentiles, quantileIntervals } from "../statistics";
import type { Interval } from "../statistics";

/** How a sandbox comes to hold a function. */
export interface Strategy {
  /**
   * `snapshot`: the image of a top level that ran before is restored, as Coldframe does. `plain`: the bundle is parsed and evaluated at
   * each start, as on a platform without snapshots.
   */
  readonly name: "snapshot" | "plain";
  readonly start: Exclude<Start, "warm">;
  /** Whether whole starts were measured, or their parts, and these put together. */
  readonly basis: "measured" | "from measured parts";
  readonly n: number;
  /** Wall time, microseconds. */
  readonly p50Us: number;
  readonly p50Ci95Us: Interval | null;
}

/**
 * Start-up strategies side by side, for the starts in which one is at work. A plain start is a measured one without its `bind`, and with
 * a measured run of the top level instead; both are drawn in the order in which they were measured.
 */
export function compareStrategies({ samples, topLevel, starts }: Profile): readonly Strategy[] {
  const kinds = starts.filter((start): start is Strategy["start"] => start !== "warm");
  return kinds.flatMap((start): Strategy[] => {
    const counted = samples.filter((sample) => sample.start === start && !sample.first);
    const inits = topLevel?.samplesUs ?? [];
    if (counted.length === 0 || inits.length === 0) return [];
    const plain = counted.map(
      ({ wallUs, spans }, index) => wallUs - (spans["bind"] ?? 0) + (inits[index % inits.length] ?? 0),
    );
    return [
      strategy(
        "snapshot",
        start,
        "measured",
        counted.map(({ wallUs }) => wallUs),
      ),
      strategy("plain", start, "from measured parts", plain),
    ];
  });
}

function strategy(
  name: Strategy["name"],
  start: Strategy["start"],
  basis: Strategy["basis"],
  walls: readonly number[],
): Strategy {
  const [p50Ci95Us = null] = quantileIntervals(walls, [0.5]);
  return { name, start, basis, n: walls.length, p50Us: Math.round(percentiles(walls)?.p50 ?? 0), p50Ci95Us };
}
