import type { CpuProfile } from "../../model";
import { formatCount, formatInteger } from "../../model";

/** Of how many samples a profile is, and how often they were taken. */
export function sampleCountText({ engine, samples, wallUs, everyUs }: CpuProfile): string {
  const count = formatCount(samples.length, "sample");
  if (engine === "quickjs" || samples.length === 0) return `${count}, about every ${formatInteger(everyUs)} µs`;
  const foundUs = Math.round(wallUs / samples.length);
  return `${count}, asked for every ${formatInteger(everyUs)} µs and taken about every ${formatInteger(foundUs)} µs`;
}

/** How the samples of a profile were taken, and so what they can't show. Sentences. */
export function samplingText({ engine }: CpuProfile): string {
  if (engine === "quickjs")
    return (
      "Samples are taken where the engine polls, at calls and jumps back. What a built-in function takes counts to what is seen next, mostly " +
      "its caller; a stretch of more than 50 µs without a poll is shown as (unpolled): a built-in function, garbage collection, or a machine " +
      "that was busy with something else."
    );
  return (
    "Samples are V8's own: its profiler looks at the thread about as often as it can, wherever that is, in code that is optimised further " +
    "while it runs. Each sample stands for an equal share of the calls' time. A function that was inlined by the compiler counts to its caller. " +
    "Calls take longer while they are looked at, by about a third where that was measured: read shares, not times."
  );
}
