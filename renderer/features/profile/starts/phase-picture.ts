import { scaleLinear } from "d3-scale";
import { csvLine } from "../../../../runtime/model";
import type { SpanSummary, StartSummary } from "../../../../runtime/profile";
import { lineShape, textShape } from "../../../ui/chart/make-shapes";
import type { Cell, CellPicture, Shape, Token } from "../../../ui/chart/shapes";
import { formatDuration, formatInteger, formatShare } from "../../../ui/format";

const LABELS = 150;
const ROW = 20;
const BAR = 12;
const HEAD = 20;
const GAP = 10;
/** Room for the figures at the end of the longest bar. */
const FIGURES = 190;
const LONGEST_NAME = 20;

/** Where the time of each kind of start goes: a bar for each span, its median, and a line on to its p90. Each kind on a scale of its own. */
export function phasePicture(summaries: readonly StartSummary[], width: number): CellPicture {
  const shapes: Shape[] = [];
  const cells: Cell[] = [];
  let y = 0;
  for (const summary of summaries) {
    if (summary.wall === null) continue;
    const most = Math.max(...summary.spans.map(({ percentiles }) => percentiles.p90), 1);
    const scale = scaleLinear()
      .domain([0, most])
      .range([LABELS, Math.max(LABELS + 60, width - FIGURES)]);
    const whole = `p50 ${formatDuration(summary.wall.p50)} in all, n = ${formatInteger(summary.wall.n)}`;
    shapes.push(
      textShape(LABELS - 8, y + 14, summary.start, "end", `--start-${summary.start}`),
      textShape(LABELS, y + 14, whole, "start"),
    );
    y += HEAD;
    for (const span of summary.spans) {
      shapes.push(...spanShapes(summary, span, scale, y));
      cells.push({ box: { x: 0, y, width, height: ROW }, text: spanText(summary, span) });
      y += ROW;
    }
    y += GAP;
  }
  shapes.push(
    textShape(LABELS, y + 6, "bar: median · line: to p90 · from zero, each kind on a scale of its own", "start"),
  );
  return { width, height: y + 14, shapes, cells };
}

function spanShapes(
  { start, wall }: StartSummary,
  { name, percentiles: { p50, p90 } }: SpanSummary,
  scale: (us: number) => number,
  y: number,
): Shape[] {
  const isUnaccounted = name === "unaccounted";
  const token: Token = isUnaccounted ? "--unaccounted" : `--start-${start}`;
  const [zero, middle] = [scale(0), y + ROW / 2];
  const share = wall === null ? "" : ` · ${formatShare(p50, wall.p50)}`;
  return [
    textShape(LABELS - 8, middle + 4, shortName(name), "end", "--text-color"),
    {
      kind: "bar",
      filling: isUnaccounted ? "hatched" : "pale",
      token,
      box: { x: zero, y: middle - BAR / 2, width: scale(p50) - zero, height: BAR },
    },
    lineShape(scale(p50), middle, scale(p90), middle, "--text-color"),
    lineShape(scale(p90), middle - 3, scale(p90), middle + 3, "--text-color"),
    textShape(scale(Math.max(p50, p90)) + 8, middle + 4, `${formatDuration(p50)}${share}`, "start", "--text-color"),
  ];
}

function spanText({ start }: StartSummary, { name, percentiles }: SpanSummary): string {
  const { n, p50, p90, p99, min, max } = percentiles;
  const [middle = "", high = "", highest = "", least = "", most = ""] = [p50, p90, p99, min, max].map(formatInteger);
  return `${start}, ${name}: p50 ${middle} µs, p90 ${high} µs, p99 ${highest} µs, from ${least} to ${most} µs (n = ${formatInteger(n)})`;
}

/** A span of the function's own may have any name. */
function shortName(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

/** For a spreadsheet, whole microseconds. */
export function phasesCsv(summaries: readonly StartSummary[]): string {
  return [
    csvLine(["start", "span", "n", "p50Us", "p90Us", "p99Us", "minUs", "maxUs"]),
    ...summaries.flatMap(({ start, spans }) =>
      spans.map(({ name, percentiles: { n, p50, p90, p99, min, max } }) =>
        csvLine([start, name, n, ...[p50, p90, p99, min, max].map(Math.round)]),
      ),
    ),
  ].join("");
}
