import { Decimal, shortDecimal } from "../../../../runtime/cost";
import { formatUsd } from "../../../../runtime/model";
import type { Picture, Point, Shape } from "../../../ui/chart/shapes";
import type { Decades } from "./axis-model";
import { rateDecades, shareOf, usdDecades } from "./axis-model";
import type { CostChart, CostLine } from "./line-model";

const LEFT = 80;
const RIGHT = 288;
const TOP = 22;
const LABEL_HEIGHT = 14;
const LEAST_PLOT = 100;
const MOST_PLOT = 300;
const LEAST_PLOT_WIDTH = 120;
const TICKS = 14;
const BELOW = 2 * TICKS + 4;
/** Pixels between two places at which a line is drawn. */
const STEP = 3;
const LABEL_GAP = 14;

export interface CostPicture extends Picture {
  readonly plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly rates: Decades;
  readonly usd: Decades;
}

/**
 * Cost against rate, both in decades. `width` and `room`, the height that can be seen at once, in pixels. The labels
 * with their amounts are apart: see `labelShapes`.
 */
export function costPicture(chart: CostChart, width: number, room: number): CostPicture {
  const rates = rateDecades(chart);
  const usd = usdDecades(chart, rates);
  const least = Math.max(LEAST_PLOT, chart.lines.length * LABEL_HEIGHT);
  const height = Math.max(least, Math.min(MOST_PLOT, room - TOP - BELOW));
  const plot = { x: LEFT, y: TOP, width: Math.max(width - LEFT - RIGHT, LEAST_PLOT_WIDTH), height };
  const frame = { width: plot.x + plot.width + RIGHT, height: TOP + height + BELOW, plot, rates, usd };
  const at = placesIn(frame);
  const quiet = chart.lines.filter(({ id }) => id !== chart.compared);
  const loud = chart.lines.filter(({ id }) => id === chart.compared);
  const shapes = [
    ...axes(frame),
    legend(chart, frame),
    ...[...quiet, ...loud].map((line) => lineShape(line, line.id === chart.compared, frame)),
    ...currentShapes(chart.current, frame),
    ...chart.points.map(({ rps, usd: cost }): Shape => {
      const place = { x: at.x(rps.toNumber()), y: at.y(cost.toNumber()) };
      return { kind: "tick", token: "--text-color", at: place, sign: "diamond" };
    }),
  ];
  return { ...frame, shapes };
}

type Frame = Omit<CostPicture, "shapes">;

function placesIn({ plot, rates, usd }: Frame) {
  return {
    x: (rps: number): number => plot.x + shareOf(rps, rates) * plot.width,
    y: (amount: number): number => plot.y + (1 - shareOf(amount, usd)) * plot.height,
  };
}

/** Where a rate lies, in pixels. */
export function xOf(rps: Decimal, picture: CostPicture): number {
  return placesIn(picture).x(rps.toNumber());
}

function lineShape(line: CostLine, isCompared: boolean, frame: Frame): Shape {
  const { plot, rates } = frame;
  const at = placesIn(frame);
  const rateAtX = (x: number): number => 10 ** (rates.low + ((x - plot.x) / plot.width) * (rates.high - rates.low));
  const columns = Array.from({ length: Math.ceil(plot.width / STEP) + 1 }, (_, index) =>
    rateAtX(Math.min(plot.x + index * STEP, plot.x + plot.width)),
  );
  const [least, most] = [10 ** rates.low, 10 ** rates.high];
  const bends = line.bends.filter((rate) => rate > least && rate < most);
  const all = bends.length === 0 ? columns : [...columns, ...bends].sort((a, b) => a - b);
  const points = all.map((rate): Point => ({ x: at.x(rate), y: at.y(line.nearUsdAt(rate)) }));
  return {
    kind: "path",
    token: isCompared ? "--focus" : "--text-quiet",
    points,
    width: isCompared ? 2.5 : 1,
    ...(line.kind === "server" && { dashed: true }),
  };
}

function currentShapes(current: Decimal, frame: Frame): Shape[] {
  if (current.isZero()) return [];
  const { plot } = frame;
  const x = placesIn(frame).x(current.toNumber());
  const anchor = x > plot.x + plot.width / 2 ? "end" : "start";
  return [
    { kind: "line", token: "--text-color", from: { x, y: plot.y }, to: { x, y: plot.y + plot.height } },
    {
      kind: "text",
      token: "--text-color",
      at: { x: x + (anchor === "end" ? -4 : 4), y: plot.y + 11 },
      text: `now ${shortDecimal(current)} req/s`,
      anchor,
    },
  ];
}

/** The name of each line beside its right end, with what it costs at `rps`. */
export function labelShapes({ lines, compared }: CostChart, picture: CostPicture, rps: Decimal): Shape[] {
  const { plot, rates } = picture;
  const at = placesIn(picture);
  const right = plot.x + plot.width;
  const ends = lines
    .map((line) => ({ line, end: at.y(line.nearUsdAt(10 ** rates.high)) }))
    .sort((a, b) => a.end - b.end);
  const places = spreadOut(
    ends.map(({ end }) => end),
    plot.y + LABEL_HEIGHT / 2,
    plot.y + plot.height - LABEL_HEIGHT / 2,
  );
  return ends.flatMap(({ line, end }, index): Shape[] => {
    const y = places[index] ?? end;
    const token = line.id === compared ? "--text-color" : "--text-quiet";
    const name = line.kind === "server" ? line.title : line.id;
    return [
      { kind: "line", token: "--border-strong", from: { x: right, y: end }, to: { x: right + LABEL_GAP, y } },
      { kind: "text", token, at: { x: right + LABEL_GAP + 3, y: y + 4 }, text: name, anchor: "start" },
      {
        kind: "text",
        token,
        at: { x: right + RIGHT - 2, y: y + 4 },
        text: formatUsd(line.usdAt(rps).toFixed()),
        anchor: "end",
      },
    ];
  });
}

/** Ascending places at least a label's height apart, as near to where they belong as fits between `top` and `bottom`. */
function spreadOut(wanted: readonly number[], top: number, bottom: number): number[] {
  const places: number[] = [];
  for (const place of wanted) {
    places.push(Math.max(place, top, (places.at(-1) ?? -Infinity) + LABEL_HEIGHT));
  }
  let limit = bottom;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    places[index] = Math.min(places[index] ?? limit, limit);
    limit = (places[index] ?? limit) - LABEL_HEIGHT;
  }
  return places;
}

function legend({ egress }: CostChart, { width }: Frame): Shape {
  const servers = egress ? "servers" : "servers without egress";
  return {
    kind: "text",
    token: "--text-quiet",
    at: { x: width - 2, y: 12 },
    text: `solid: platforms · dashed: ${servers} · ◆ break-even with the thick line`,
    anchor: "end",
  };
}

function axes(frame: Frame): Shape[] {
  const { plot, rates, usd, height } = frame;
  const at = placesIn(frame);
  const [bottom, right] = [plot.y + plot.height, plot.x + plot.width];
  const text = (x: number, y: number, words: string, anchor: "start" | "middle" | "end"): Shape => ({
    kind: "text",
    token: "--text-quiet",
    at: { x, y },
    text: words,
    anchor,
  });
  const shapes: Shape[] = [
    text(3, 12, "US dollars a month, log scale", "start"),
    text(right, height - 3, "mean requests per second, log scale", "end"),
  ];
  for (let decade = usd.low; decade <= usd.high; decade += 1) {
    const y = at.y(10 ** decade);
    shapes.push({ kind: "line", token: "--border", from: { x: plot.x, y }, to: { x: right, y } });
    shapes.push(text(plot.x - 4, y + 4, dollarTick(decade), "end"));
  }
  for (let decade = rates.low; decade <= rates.high; decade += 1) {
    const x = at.x(10 ** decade);
    shapes.push({ kind: "line", token: "--border", from: { x, y: plot.y }, to: { x, y: bottom + 3 } });
    shapes.push(text(x, bottom + TICKS, shortDecimal(new Decimal(10).pow(decade)), "middle"));
  }
  return shapes;
}

/** The lowest mark stands for all that is less. */
function dollarTick(decade: number): string {
  if (decade < 0) return `≤ $${(10 ** decade).toFixed(2)}`;
  return `$${shortDecimal(new Decimal(10).pow(decade))}`;
}
