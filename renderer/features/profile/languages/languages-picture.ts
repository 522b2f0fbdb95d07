import { scaleLog } from "d3-scale";
import type { FunctionRow } from "../../../../runtime/profile";
import { intervalShapes, lineShape, textShape } from "../../../ui/chart/make-shapes";
import type { Cell, CellPicture, Shape } from "../../../ui/chart/shapes";
import { formatDuration, formatInteger } from "../../../ui/format";

const LABELS = 220;
const ROW = 24;
const FIGURES = 80;
const TICKS = 28;
const TITLE = 16;

/** Each function's median of each kind of start, with its 95 % interval. From a cold start to a warm one are orders of magnitude. */
export function languagesPicture(rows: readonly FunctionRow[], width: number): CellPicture {
  const measured = rows.flatMap(({ name, figures }) => (figures === null ? [] : [{ name, starts: figures.starts }]));
  const right = Math.max(LABELS + 80, width - FIGURES);
  const times = measured.flatMap(({ starts }) =>
    starts.flatMap(({ wall, p50Ci95 }) => (wall === null ? [] : [wall.p50, ...(p50Ci95 ?? [])])),
  );
  const scale = scaleLog()
    .domain([Math.max(1, Math.min(...times) / 1.2), Math.max(2, Math.max(...times) * 1.2)])
    .range([LABELS, right]);
  const shapes: Shape[] = [];
  const cells: Cell[] = [];
  let y = 0;
  for (const { name, starts } of measured) {
    for (const { start, wall, p50Ci95 } of starts) {
      if (wall === null) continue;
      const middle = y + ROW / 2;
      const x = scale(wall.p50);
      const [low, high] = p50Ci95 ?? [wall.p50, wall.p50];
      shapes.push(
        textShape(LABELS - 8, middle + 4, `${name}, ${start}`, "end", "--text-color"),
        {
          ...{ kind: "bar", filling: "pale", token: `--start-${start}` },
          box: { x: x - 4, y: middle - 6, width: 8, height: 12 },
        },
        ...intervalShapes(scale(Math.max(1, low)), scale(Math.max(1, high)), middle),
        textShape(scale(Math.max(1, high)) + 8, middle + 4, formatDuration(wall.p50), "start", "--text-color"),
      );
      const between = p50Ci95 === null ? "" : `, 95 % between ${p50Ci95.map(formatInteger).join(" and ")} µs`;
      const text = `${name}, ${start}: p50 ${formatInteger(wall.p50)} µs${between} (n = ${formatInteger(wall.n)})`;
      cells.push({ box: { x: 0, y, width, height: ROW }, text });
      y += ROW;
    }
  }
  for (const us of scale.ticks(5).filter((tick) => /^1/.test(String(tick)))) {
    shapes.push(
      lineShape(scale(us), 0, scale(us), y + 3, "--border"),
      textShape(scale(us), y + 15, formatDuration(us), "middle"),
    );
  }
  shapes.push(
    textShape((LABELS + right) / 2, y + TICKS + 8, "wall time from accept to last byte, p50, logarithmic", "middle"),
  );
  return { width, height: y + TICKS + TITLE, shapes, cells };
}
