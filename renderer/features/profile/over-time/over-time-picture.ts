import { scaleLinear } from "d3-scale";
import { changeText } from "../../../../runtime/profile";
import type { VersionPoint } from "../../../../runtime/profile";
import { lineShape, textShape } from "../../../ui/chart/make-shapes";
import type { Cell, CellPicture, Point, Shape, Token } from "../../../ui/chart/shapes";
import { formatMoment } from "../../../ui/format";
import type { Band, LinePoint } from "./over-time-model";
import { bandsOf, shortVersion } from "./over-time-model";

const LEFT = 80;
const RIGHT = 24;
const BAND = 96;
const TITLE = 18;
const GAP = 14;
const FOOT = 36;
/** Versions closer than this get no name below the axis. */
const LABEL_WIDTH = 96;

type Place = (index: number) => number;

/** Each version from left to right, the oldest first: its starts and its size in bands above each other, each from zero. */
export function overTimePicture(versions: readonly VersionPoint[], width: number): CellPicture {
  const bands = bandsOf(versions);
  const right = Math.max(LEFT + 160, width - RIGHT);
  const step = (right - LEFT) / Math.max(1, versions.length);
  const place: Place = (index) => LEFT + step * (index + 0.5);
  const shapes = bands.flatMap((band, index) => bandShapes(band, index * (BAND + TITLE + GAP), right, place));
  const bottom = bands.length * (BAND + TITLE + GAP) - GAP;
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  for (const [index, { version }] of versions.entries()) {
    if (index % every === 0)
      shapes.push(textShape(place(index), bottom + 16, shortVersion(version).slice(0, 8), "middle"));
  }
  shapes.push(textShape((LEFT + right) / 2, bottom + 32, "version, the oldest first", "middle"));
  const cells = versions.map((version, index): Cell => {
    const box = { x: place(index) - step / 2, y: 0, width: step, height: bottom };
    return { box, text: cellText(version, bands, index) };
  });
  return { width, height: bottom + FOOT, shapes, cells };
}

function bandShapes({ title, start, format, points }: Band, top: number, right: number, place: Place): Shape[] {
  const token: Token = start === null ? "--text-quiet" : `--start-${start}`;
  const most = Math.max(1, ...points.map((point) => point?.interval?.[1] ?? point?.value ?? 0));
  const y = scaleLinear()
    .domain([0, most])
    .nice(3)
    .range([top + TITLE + BAND, top + TITLE]);
  const axis = y
    .ticks(3)
    .flatMap((value): Shape[] => [
      lineShape(LEFT, y(value), right, y(value), value === 0 ? "--border-strong" : "--border"),
      textShape(LEFT - 8, y(value) + 4, value === 0 ? "0" : format(value), "end"),
    ]);
  const known = points.flatMap((point, index) => (point === null ? [] : [{ point, x: place(index) }]));
  const line: Point[] = known.map(({ point, x }) => ({ x, y: y(point.value) }));
  return [
    textShape(LEFT, top + 11, title, "start", "--text-color"),
    ...axis,
    ...(line.length > 1 ? [{ kind: "path", token, points: line, width: 1.5 } as const] : []),
    ...known.flatMap(({ point, x }) => pointShapes(point, x, y, token)),
  ];
}

/** A step has a sign and a word of its own beside the point. */
function pointShapes(
  { value, interval, step }: LinePoint,
  x: number,
  y: (value: number) => number,
  token: Token,
): Shape[] {
  const at = { x, y: y(value) };
  const shapes: Shape[] = [{ kind: "tick", token, at, sign: step === null ? "square" : "diamond" }];
  if (interval !== null) {
    const [low, high] = [y(interval[0]), y(interval[1])];
    shapes.push(lineShape(x, low, x, high, token), lineShape(x - 4, low, x + 4, low, token));
    shapes.push(lineShape(x - 4, high, x + 4, high, token));
  }
  if (step !== null) {
    shapes.push(textShape(x + 8, at.y - 6, step === "slower" ? "▲ slower" : "▼ faster", "start", "--text-color"));
  }
  return shapes;
}

function cellText({ version, firstSeenMs, change }: VersionPoint, bands: readonly Band[], index: number): string {
  const figures = bands.flatMap(({ points }) => points[index]?.text ?? []);
  return [`${shortVersion(version)}, first seen ${formatMoment(firstSeenMs)}`, ...figures, changeText(change)].join(
    "; ",
  );
}
