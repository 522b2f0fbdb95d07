import type { StartSummary } from "../../../../runtime/profile";
import type { Interval } from "../../../../runtime/statistics";
import { intervalShapes, lineShape, textShape } from "../../../ui/chart/make-shapes";
import type { Cell, CellPicture, Shape, Token } from "../../../ui/chart/shapes";
import { formatCount, formatDuration, formatInteger } from "../../../ui/format";
import type { Axis, Histogram } from "./histogram-model";
import { scaleOf } from "./histogram-model";

const LABELS = 96;
const RIGHT = 12;
const LANE = 14;
const LANES = 3;
const BARS = 52;
const TICKS = 18;
const GAP = 12;
const TITLE = 16;
/** Room for a percentile's text beside its mark. */
const MARK_TEXT = 110;
const TICK_EVERY = 90;

const ROUND_DIGITS: ReadonlySet<string> = new Set(["1", "2", "5"]);

type Scale = ReturnType<typeof scaleOf>;

/** A row for each kind of start: its percentiles with their intervals, and below them how its times are distributed. */
export function histogramPicture(rows: readonly Histogram[], axis: Axis, width: number): CellPicture {
  const plot = [LABELS, width - RIGHT] as const;
  const height = LANES * LANE + BARS + TICKS + GAP;
  const shapes: Shape[] = [];
  const cells: Cell[] = [];
  for (const [index, row] of rows.entries()) {
    const scale = scaleOf(axis, row.domain, plot);
    const top = index * height;
    const drawn = rowShapes(row, scale, top);
    shapes.push(...axisShapes(scale, axis, top + LANES * LANE, width), ...drawn.shapes);
    cells.push(...drawn.cells);
  }
  const bottom = rows.length * height;
  const title = `wall time from accept to last byte, ${axis === "linear" ? "each kind on an axis of its own" : "logarithmic"}`;
  shapes.push(textShape((plot[0] + plot[1]) / 2, bottom + 8, title, "middle"));
  return { width, height: bottom + TITLE, shapes, cells };
}

function rowShapes({ summary, bins }: Histogram, scale: Scale, top: number) {
  const base = top + LANES * LANE + BARS;
  const token: Token = `--start-${summary.start}`;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const n = summary.wall?.n ?? 0;
  const shapes: Shape[] = [
    textShape(LABELS - 10, top + 11, summary.start, "end", token),
    textShape(LABELS - 10, top + 11 + LANE, `n = ${formatInteger(n)}`, "end"),
    textShape(LABELS - 10, base - BARS + 10, formatCount(most, "start"), "end"),
    textShape(LABELS - 10, base, "0", "end"),
  ];
  const cells: Cell[] = [];
  for (const { fromUs, toUs, count } of bins) {
    if (count === 0) continue;
    const [x, end] = [scale(fromUs), scale(toUs)];
    const height = (count / most) * BARS;
    shapes.push({ kind: "bar", filling: "pale", token, box: { x, y: base - height, width: end - x, height } });
    const text = `${summary.start}: ${formatCount(count, "start")} of ${formatInteger(n)} took from ${formatInteger(fromUs)} to ${formatInteger(toUs)} µs`;
    // As tall as the row: a short bar is as easy to point at.
    cells.push({ box: { x, y: base - BARS, width: Math.max(2, end - x), height: BARS }, text });
  }
  return { shapes: [...shapes, ...markShapes(summary, scale, top)], cells };
}

/** Each percentile in a lane of its own, so that marks that lie close can still be read. */
function markShapes({ wall, p50Ci95, p90Ci95, p99Ci95 }: StartSummary, scale: Scale, top: number): Shape[] {
  if (wall === null) return [];
  const marks: readonly (readonly [name: string, us: number, interval: Interval | null])[] = [
    ["p50", wall.p50, p50Ci95],
    ["p90", wall.p90, p90Ci95],
    ["p99", wall.p99, p99Ci95],
  ];
  return marks.flatMap(([name, us, interval], lane) => {
    const y = top + lane * LANE + LANE / 2;
    const x = scale(us);
    const [low, high] = interval === null ? [x, x] : [scale(interval[0]), scale(interval[1])];
    const isRight = high + MARK_TEXT > (scale.range()[1] ?? 0);
    const said = `${name} ${formatDuration(us)}`;
    return [
      lineShape(x, y, x, top + LANES * LANE + BARS, "--text-color"),
      ...(interval === null ? [] : intervalShapes(low, high, y)),
      { kind: "tick", token: "--text-color", at: { x, y }, sign: "diamond" } as const,
      textShape(isRight ? low - 8 : high + 8, y + 4, said, isRight ? "end" : "start", "--text-color"),
    ];
  });
}

function axisShapes(scale: Scale, axis: Axis, top: number, width: number): Shape[] {
  const [from = 0, to = 0] = scale.range();
  const base = top + BARS;
  return [
    lineShape(from, base, to, base, "--border-strong"),
    ...ticksOf(scale, axis, width).flatMap((us): Shape[] => [
      lineShape(scale(us), top, scale(us), base + 3, "--border"),
      textShape(scale(us), base + 14, formatDuration(us), "middle"),
    ]),
  ];
}

/** A logarithmic scale gives nine ticks a decade: the round ones are kept, and of any scale as many as there is room for their text. */
function ticksOf(scale: Scale, axis: Axis, width: number): readonly number[] {
  const all = [...scale.ticks(Math.max(2, Math.floor(width / TICK_EVERY)))].sort((a, b) => a - b);
  const round = axis === "linear" ? all : all.filter((tick) => ROUND_DIGITS.has(String(tick).charAt(0)));
  const kept: number[] = [];
  let end = -Infinity;
  for (const tick of round.length > 2 ? round : all) {
    const x = scale(tick);
    if (x < end + TICK_EVERY * 0.7) continue;
    kept.push(tick);
    end = x;
  }
  return kept;
}
