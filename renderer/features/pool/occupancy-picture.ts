import { csvLine } from "../../../runtime/model";
import type { Picture, Shape, Token } from "../../ui/chart/shapes";
import type { Sample, StackedState } from "./pool-model";
import { highest, SPAN_MS, STACKED, stretches } from "./pool-model";

/** Each state's colour; the legend has the same. */
export const STATE_TOKENS: Readonly<Record<StackedState, Token>> = {
  busy: "--outcome-ok",
  bound: "--start-warm",
  blank: "--start-prewarmed",
  starting: "--start-cold",
};
export const QUEUE_TOKEN: Token = "--outcome-guest";

const LEFT = 32;
const RIGHT = 14;
const TOP = 18;
const PLOT = 58;
const TICKS = 14;
const HEIGHT = TOP + PLOT + 2 * TICKS + 2;
const TICK_EVERY_MS = 30_000;

export interface OccupancyPicture extends Picture {
  /** Where the time line lies, in pixels. */
  readonly plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Sandboxes by state, stacked, and the queue as a line, over the time line that ends now. `width` in pixels. */
export function occupancyPicture(
  samples: readonly Sample[],
  nowMs: number,
  places: number,
  width: number,
): OccupancyPicture {
  const plot = { x: LEFT, y: TOP, width: Math.max(width - LEFT - RIGHT, 40), height: PLOT };
  const top = highest(samples, places);
  const y = (count: number): number => plot.y + plot.height - (count / top) * plot.height;
  const areas = stretches(samples, nowMs).flatMap(({ from, to, sample }): Shape[] => {
    const [x, end] = [plot.x + from * plot.width, plot.x + to * plot.width];
    return [...stack(sample, x, end - x, y), ...queueLine(sample, x, end, y)];
  });
  return { width, height: HEIGHT, plot, shapes: [...axes(plot, top, y), ...areas] };
}

function stack(sample: Sample, x: number, width: number, y: (count: number) => number): Shape[] {
  let below = 0;
  return STACKED.flatMap((state): Shape[] => {
    const count = sample.counts[state];
    if (count === 0) return [];
    const box = { x, y: y(below + count), width, height: y(below) - y(below + count) };
    below += count;
    return [{ kind: "bar", filling: "solid", token: STATE_TOKENS[state], box }];
  });
}

/** Only while calls wait: an empty queue is nothing to look at. */
function queueLine({ queued }: Sample, x: number, end: number, y: (count: number) => number): Shape[] {
  if (queued === 0) return [];
  return [{ kind: "line", token: QUEUE_TOKEN, from: { x, y: y(queued) }, to: { x: end, y: y(queued) }, width: 2 }];
}

function axes(plot: OccupancyPicture["plot"], top: number, y: (count: number) => number): Shape[] {
  const quiet = "--text-quiet";
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  const counts = [0, ...(top >= 4 && top % 2 === 0 ? [top / 2] : []), top];
  const shapes: Shape[] = [
    { kind: "text", token: quiet, at: { x: 3, y: 12 }, text: "count of sandboxes, of waiting calls", anchor: "start" },
    { kind: "text", token: quiet, at: { x: right, y: HEIGHT - 3 }, text: "time before now (s)", anchor: "end" },
  ];
  for (const count of counts) {
    shapes.push({ kind: "line", token: "--border", from: { x: plot.x, y: y(count) }, to: { x: right, y: y(count) } });
    shapes.push({
      kind: "text",
      token: quiet,
      at: { x: plot.x - 4, y: y(count) + 4 },
      text: `${count}`,
      anchor: "end",
    });
  }
  for (let ms = SPAN_MS; ms >= 0; ms -= TICK_EVERY_MS) {
    const x = plot.x + (1 - ms / SPAN_MS) * plot.width;
    shapes.push({ kind: "line", token: "--border", from: { x, y: plot.y }, to: { x, y: bottom + 3 } });
    const text = ms === 0 ? "0" : `−${ms / 1000}`;
    shapes.push({ kind: "text", token: quiet, at: { x, y: bottom + TICKS }, text, anchor: "middle" });
  }
  return shapes;
}

/** Index of the sample that held at a moment; -1: it was before the first. */
export function sampleAt(samples: readonly Sample[], atMs: number): number {
  return samples.findLastIndex((sample) => sample.atMs <= atMs);
}

/** The samples for a spreadsheet. */
export function occupancyCsv(samples: readonly Sample[]): string {
  const lines = samples.map(({ atMs, counts, queued }) => [
    new Date(atMs).toISOString(),
    ...STACKED.map((state) => counts[state]),
    queued,
  ]);
  return [["time", ...STACKED, "waiting"], ...lines].map(csvLine).join("");
}

/** The exact figures of one sample. */
export function describeSample({ atMs, counts, queued }: Sample): string {
  const parts = STACKED.map((state) => `${counts[state]} ${state}`);
  return `${new Date(atMs).toLocaleTimeString()}: ${parts.join(", ")}, ${queued} waiting`;
}
