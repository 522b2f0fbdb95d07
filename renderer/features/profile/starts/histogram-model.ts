import { bin } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import type { ScaleContinuousNumeric } from "d3-scale";
import type { Profile, RunEvents, Start } from "../../../../runtime/model";
import { csvLine } from "../../../../runtime/model";
import type { StartSummary } from "../../../../runtime/profile";

/** `linear`: each kind of start on an axis of its own. `logarithmic`: all on one, so that they can be set side by side. */
export const AXES = ["logarithmic", "linear"] as const;
export type Axis = (typeof AXES)[number];

/** How the starts of one kind are distributed. Times in microseconds. */
export interface Histogram {
  readonly summary: StartSummary;
  readonly domain: readonly [low: number, high: number];
  readonly bins: readonly Bin[];
}

/** Starts that took `fromUs` or longer, and less than `toUs`; the last bin's end belongs to it. */
export interface Bin {
  readonly fromUs: number;
  readonly toUs: number;
  readonly count: number;
}

/** Kinds of starts that lie further apart than this are seen together on a logarithmic axis alone. */
const FAR_APART = 8;
const LOG_BINS = 90;
const MOST_BINS = 60;

/** The axis on which all that was measured can be read. */
export function usualAxis(summaries: readonly StartSummary[]): Axis {
  const ends = summaries.flatMap(({ wall }) => (wall === null ? [] : [wall.min, wall.max]));
  return Math.max(...ends) > FAR_APART * Math.min(...ends) ? "logarithmic" : "linear";
}

/** Of each kind of start that was measured. */
export function histograms(
  { samples }: Pick<Profile, "samples">,
  summaries: readonly StartSummary[],
  axis: Axis,
): readonly Histogram[] {
  const measured = summaries.flatMap((summary) => {
    const walls = samples.filter(({ start, first }) => start === summary.start && !first).map(({ wallUs }) => wallUs);
    return walls.length === 0 ? [] : [{ summary, walls }];
  });
  const whole = extentOf(measured.flatMap(({ walls }) => walls));
  return measured.map(({ summary, walls }) => {
    const domain = axis === "linear" ? extentOf(walls) : whole;
    return { summary, domain, bins: binsOf(walls, domain, axis) };
  });
}

/** The axis as a scale from microseconds to pixels. */
export function scaleOf(
  axis: Axis,
  domain: readonly [number, number],
  range: readonly [number, number],
): ScaleContinuousNumeric<number, number> {
  return (axis === "linear" ? scaleLinear() : scaleLog()).domain(domain).range(range);
}

/** A little wider than what it holds, so that no bar stands on the edge; never below a microsecond, where a logarithm ends. */
function extentOf(values: readonly number[]): readonly [number, number] {
  const low = Math.max(1, Math.min(...values));
  const high = Math.max(low, ...values);
  return [Math.max(1, Math.floor(low * 0.97)), Math.ceil(high * 1.03) + 1];
}

/** Bins of equal width on the axis. The clock has whole microseconds: none is narrower than one. */
function binsOf(values: readonly number[], domain: readonly [number, number], axis: Axis): readonly Bin[] {
  const count = axis === "logarithmic" ? LOG_BINS : Math.min(MOST_BINS, Math.ceil(2 * Math.sqrt(values.length)) + 8);
  const scale = scaleOf(axis, domain, [0, count]);
  const edges = Array.from({ length: count - 1 }, (_, index) => Math.round(scale.invert(index + 1)));
  const thresholds = [...new Set(edges)].filter((edge) => edge > domain[0] && edge < domain[1]);
  return bin()
    .domain([...domain])
    .thresholds(thresholds)(values.map((value) => Math.max(domain[0], value)))
    .map((found) => ({ fromUs: found.x0 ?? domain[0], toUs: found.x1 ?? domain[1], count: found.length }));
}

/** Every start with its spans, for a spreadsheet. */
export function samplesCsv({ samples, starts }: Pick<Profile, "samples" | "starts">): string {
  const spans = [...new Set(samples.flatMap((sample) => Object.keys(sample.spans)))];
  const header = ["start", "round", "warmsUp", "wallUs", "executionUs", "activeCpuUs"];
  const events = ["gcCount", "gcUs", "sandboxGcCount", "sandboxGcUs", "pageIns", "waitedUs"] as const;
  const order = (start: Start): number => starts.indexOf(start);
  const sorted = [...samples].sort((a, b) => order(a.start) - order(b.start) || a.round - b.round);
  return [
    csvLine([...header, ...spans.map((span) => `${span}Us`), ...events]),
    ...sorted.map((sample) =>
      csvLine([
        ...[sample.start, sample.round, String(sample.first)],
        ...[sample.wallUs, sample.executionUs, sample.activeCpuUs],
        ...spans.map((span) => sample.spans[span] ?? 0),
        ...eventsOf(sample.events),
      ]),
    ),
  ].join("");
}

/** As many as there are columns for them; empty where something was not noted. */
function eventsOf({ gcCount, gcUs, sandboxGc, pageIns, waitedUs }: RunEvents): readonly (number | null)[] {
  const total = (of: "count" | "durationUs"): number | null =>
    sandboxGc?.reduce((sum, each) => sum + each[of], 0) ?? null;
  return [gcCount, gcUs, total("count"), total("durationUs"), pageIns, waitedUs];
}
