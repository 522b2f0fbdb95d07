import { scaleLinear } from "d3-scale";
import { STRATEGY_TEXTS } from "../../../../runtime/profile";
import type { Strategy } from "../../../../runtime/profile";
import { intervalShapes, lineShape, textShape } from "../../../ui/chart/make-shapes";
import type { Cell, CellPicture, Shape, Token } from "../../../ui/chart/shapes";
import { formatDuration, formatInteger } from "../../../ui/format";
import { againstText } from "./strategy-model";

const LABELS = 260;
const ROW = 24;
const BAR = 14;
/** Room for the figure at the end of the longest bar. */
const FIGURES = 100;
const TICKS = 28;
const TITLE = 16;

/** A bar for each strategy, its median with the 95 % interval, from zero; each kind of start on an axis of its own. */
export function strategyPicture(strategies: readonly Strategy[], width: number): CellPicture {
  const right = Math.max(LABELS + 80, width - FIGURES);
  const shapes: Shape[] = [];
  const cells: Cell[] = [];
  let y = 0;
  for (const group of Map.groupBy(strategies, ({ start }) => start).values()) {
    const most = Math.max(1, ...group.map(({ p50Us, p50Ci95Us }) => p50Ci95Us?.[1] ?? p50Us));
    const scale = scaleLinear().domain([0, most]).range([LABELS, right]);
    shapes.push(...axisShapes(scale, y, y + group.length * ROW));
    for (const strategy of group) {
      shapes.push(...rowShapes(strategy, scale, y));
      cells.push({ box: { x: 0, y, width, height: ROW }, text: rowText(strategy) });
      y += ROW;
    }
    y += TICKS;
  }
  const title = "wall time from accept to last byte, p50; each kind on an axis of its own";
  shapes.push(textShape((LABELS + right) / 2, y + 8, title, "middle"));
  return { width, height: y + TITLE, shapes, cells };
}

function rowShapes({ name, start, p50Us, p50Ci95Us }: Strategy, scale: (us: number) => number, y: number): Shape[] {
  const token: Token = `--start-${start}`;
  const middle = y + ROW / 2;
  const [low, high] = p50Ci95Us ?? [p50Us, p50Us];
  const isPrepared = name === "snapshot" || name === "cached module";
  return [
    textShape(LABELS - 8, middle + 4, `${start}, ${STRATEGY_TEXTS[name]}`, "end", "--text-color"),
    {
      ...{ kind: "bar", filling: isPrepared ? "pale" : "outline", token },
      box: { x: scale(0), y: middle - BAR / 2, width: scale(p50Us) - scale(0), height: BAR },
    },
    ...(p50Ci95Us === null ? [] : intervalShapes(scale(low), scale(high), middle)),
    textShape(scale(high) + 8, middle + 4, formatDuration(p50Us), "start", "--text-color"),
  ];
}

function axisShapes(scale: ReturnType<typeof scaleLinear<number, number>>, top: number, bottom: number): Shape[] {
  return scale
    .ticks(5)
    .flatMap((us): Shape[] => [
      lineShape(scale(us), top, scale(us), bottom + 3, "--border"),
      textShape(scale(us), bottom + 15, us === 0 ? "0" : formatDuration(us), "middle"),
    ]);
}

function rowText(strategy: Strategy): string {
  const { start, name, n, p50Us, p50Ci95Us } = strategy;
  const between =
    p50Ci95Us === null ? "too few for an interval" : `95 % between ${p50Ci95Us.map(formatInteger).join(" and ")} µs`;
  const against = againstText(strategy);
  const said = `${start}, ${STRATEGY_TEXTS[name]}: p50 ${formatInteger(p50Us)} µs, ${between} (n = ${formatInteger(n)})`;
  return against === "" ? said : `${said}; ${against}`;
}
