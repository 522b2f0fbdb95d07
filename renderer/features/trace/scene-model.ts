import type { LogLine, Start } from "../../../runtime/model";
import { formatDuration, formatInteger, formatShare } from "../../../runtime/model";
import type { Filling, Picture, Shape, Token } from "../../ui/chart/shapes";
import type { PairedRow } from "./compare-model";
import { differenceUs } from "./compare-model";
import type { Axis, View } from "./scale-model";
import { axisOf, toPixels } from "./scale-model";
import type { Part, SpanRow } from "./span-model";

/** One of the two traces in a picture. */
export interface Side {
  readonly start: Start | null;
  readonly logs: readonly LogLine[];
  readonly wallUs: number;
}

export interface SceneInput {
  readonly rows: readonly PairedRow[];
  readonly a: Side;
  /** Null: one trace alone. */
  readonly b: Side | null;
  readonly view: View;
  /** Pixels. */
  readonly width: number;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Height of axis and console lines; the rows begin below. */
  readonly head: number;
  readonly plot: { readonly x: number; readonly width: number };
  readonly axis: readonly Shape[];
  /** Down from the axis' ticks. */
  readonly grid: readonly Shape[];
  /** Console lines on the time line. */
  readonly logs: readonly Shape[];
  /** Parallel to the rows. */
  readonly rows: readonly { readonly y: number; readonly height: number; readonly shapes: readonly Shape[] }[];
}

/** Title and ticks of the time line, one below the other. */
export const AXIS_HEIGHT = 36;
const AXIS_TITLE_Y = 14;
const AXIS_TICK_Y = 30;
/** Height of one call's console lines, below the axis. */
export const LOG_LANE = 16;
const ROW = 22;
const PAIR_ROW = 34;
const BAR = 12;
/** Nothing that happened is too short to be seen. */
const LEAST_BAR = 1.5;
const RIGHT_MARGIN = 16;
const CHARACTER = 6.6;

const FILLINGS: Readonly<Record<Part, Filling>> = {
  startup: "solid",
  call: "pale",
  guest: "outline",
  unaccounted: "hatched",
};

/** Everything of the picture, at its place. */
export function sceneOf(input: SceneInput): Scene {
  const { rows, a, b, view, width } = input;
  const columns = columnsOf(width, b !== null);
  const plot = { x: columns.plotX, width: Math.max(width - columns.plotX - RIGHT_MARGIN, 40) };
  const rowHeight = b === null ? ROW : PAIR_ROW;
  const sides = b === null ? [a] : [a, b];
  // Calls that wrote nothing need no place for it.
  const lanes = sides.some(({ logs }) => logs.length > 0) ? sides.length : 0;
  const logs = sides.flatMap((side, lane) => logTicks(side, lane, view, plot));
  const top = AXIS_HEIGHT + lanes * LOG_LANE;
  return {
    width,
    height: top + rows.length * rowHeight + 4,
    head: top,
    plot,
    axis: axisShapes(view, plot, columns, b !== null),
    grid: gridLines(view, plot, top + rows.length * rowHeight),
    logs: [...logLabels(lanes, columns), ...logs],
    rows: rows.map((row, index) => {
      const y = top + index * rowHeight;
      return { y, height: rowHeight, shapes: rowShapes(row, input, { y, height: rowHeight, plot, columns }) };
    }),
  };
}

/** All of a scene, for a file. */
export function pictureOf({ width, height, grid, axis, logs, rows }: Scene): Picture {
  return { width, height, shapes: [...grid, ...axis, ...logs, ...rows.flatMap((row) => row.shapes)] };
}

interface Columns {
  readonly nameEnd: number;
  /** Right edges; null: left out, since there is no room. */
  readonly first: number;
  readonly second: number | null;
  readonly third: number | null;
  readonly plotX: number;
}

function columnsOf(width: number, compared: boolean): Columns {
  const nameEnd = width < 560 ? 110 : 180;
  const step = compared ? 84 : 74;
  const first = nameEnd + step;
  if (width < 560) return { nameEnd, first, second: null, third: null, plotX: first + 14 };
  if (!compared) return { nameEnd, first, second: first + 60, third: null, plotX: first + 74 };
  return { nameEnd, first, second: first + step, third: first + 2 * step, plotX: first + 2 * step + 14 };
}

interface Place {
  readonly y: number;
  readonly height: number;
  readonly plot: Scene["plot"];
  readonly columns: Columns;
}

function rowShapes(row: PairedRow, { a, b, view }: SceneInput, place: Place): Shape[] {
  const { y, height, columns } = place;
  const middle = y + height / 2 + 4;
  const room = Math.floor((columns.nameEnd - 8 - row.depth * 12) / CHARACTER);
  const figure = (x: number | null, text: string, token: Token = "--text-color"): Shape[] =>
    x === null ? [] : [{ kind: "text", token, at: { x, y: middle }, text, anchor: "end" }];
  const name = textAt(8 + row.depth * 12, middle, shorten(row.label, room));
  if (b === null) {
    const took = row.a?.tookUs ?? 0;
    return [
      name,
      ...figure(columns.first, formatDuration(took)),
      ...figure(columns.second, formatShare(took, a.wallUs), "--text-quiet"),
      ...bars(row.a, a, y + (height - BAR) / 2, place, view),
    ];
  }
  return [
    name,
    ...figure(columns.first, tookText(row.a)),
    ...figure(columns.second, tookText(row.b)),
    ...figure(columns.third, row.a === null || row.b === null ? "–" : signed(differenceUs(row))),
    ...bars(row.a, a, y + 4, place, view),
    ...bars(row.b, b, y + 5 + BAR, place, view),
  ];
}

function bars(row: SpanRow | null, side: Side, y: number, { plot }: Place, view: View): Shape[] {
  if (row === null) return [];
  const token: Token = row.part === "unaccounted" ? "--unaccounted" : sideToken(side);
  return row.segments.flatMap(({ startUs, endUs }) => {
    const from = toPixels(startUs, view, plot.width);
    const to = toPixels(endUs, view, plot.width);
    if (to < 0 || from > plot.width) return [];
    const x = Math.max(from, 0);
    const width = Math.max(Math.min(to, plot.width) - x, LEAST_BAR);
    return [{ kind: "bar", filling: FILLINGS[row.part], token, box: { x: plot.x + x, y, width, height: BAR } }];
  });
}

function ticksOf(view: View, plot: Scene["plot"]): Axis {
  return axisOf(view, Math.max(2, Math.floor(plot.width / 80)));
}

function gridLines(view: View, plot: Scene["plot"], bottom: number): Shape[] {
  return ticksOf(view, plot).ticks.map(({ us }) => {
    const x = plot.x + toPixels(us, view, plot.width);
    return { kind: "line", token: "--border", from: { x, y: AXIS_TICK_Y + 4 }, to: { x, y: bottom } };
  });
}

function axisShapes(view: View, plot: Scene["plot"], columns: Columns, compared: boolean): Shape[] {
  const { unit, ticks } = ticksOf(view, plot);
  const title = `time since accept (${unit})`;
  const head = (x: number | null, text: string): Shape[] =>
    x === null ? [] : [{ kind: "text", token: "--text-quiet", at: { x, y: AXIS_TICK_Y }, text, anchor: "end" }];
  return [
    {
      kind: "text",
      token: "--text-quiet",
      at: { x: plot.x + plot.width, y: AXIS_TITLE_Y },
      text: title,
      anchor: "end",
    },
    textAt(8, AXIS_TICK_Y, "span", "--text-quiet"),
    ...head(columns.first, compared ? "A took" : "took"),
    ...head(columns.second, compared ? "B took" : "of wall"),
    ...head(columns.third, "B − A"),
    ...ticks.map(({ us, text }): Shape => {
      const x = plot.x + toPixels(us, view, plot.width);
      return { kind: "text", token: "--text-quiet", at: { x, y: AXIS_TICK_Y }, text, anchor: "middle" };
    }),
  ];
}

function logLabels(lanes: number, columns: Columns): Shape[] {
  const names = lanes === 2 ? ["A console", "B console"] : ["console"];
  return names
    .slice(0, lanes)
    .map((text, lane) =>
      textAt(8, AXIS_HEIGHT + lane * LOG_LANE + 12, shorten(text, columns.nameEnd / CHARACTER), "--text-quiet"),
    );
}

function logTicks({ logs }: Side, lane: number, view: View, plot: Scene["plot"]): Shape[] {
  const y = AXIS_HEIGHT + lane * LOG_LANE + LOG_LANE / 2;
  return logs.flatMap(({ atUs, level }): Shape[] => {
    const x = toPixels(atUs, view, plot.width);
    if (x < 0 || x > plot.width) return [];
    const at = { x: plot.x + x, y };
    if (level === "error") return [{ kind: "tick", token: "--outcome-guest", at, sign: "triangle" }];
    if (level === "warn") return [{ kind: "tick", token: "--outcome-limit", at, sign: "diamond" }];
    return [{ kind: "tick", token: "--text-color", at, sign: "bar" }];
  });
}

function textAt(x: number, y: number, text: string, token: Token = "--text-color"): Shape {
  return { kind: "text", token, at: { x, y }, text, anchor: "start" };
}

/** The colour of a start; a call that reached no sandbox has none. */
function sideToken({ start }: Side): Token {
  return start === null ? "--text-quiet" : `--start-${start}`;
}

function tookText(row: SpanRow | null): string {
  return row === null ? "–" : formatDuration(row.tookUs);
}

/** With its sign; a difference of nothing has none. */
export function signed(us: number): string {
  if (us === 0) return "0 µs";
  return us > 0 ? `+${formatDuration(us)}` : `−${formatDuration(-us)}`;
}

export function exact(us: number): string {
  return `${formatInteger(us)} µs`;
}

function shorten(text: string, length: number): string {
  const most = Math.max(3, Math.floor(length));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
