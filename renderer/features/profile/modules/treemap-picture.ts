import type { TopLevel } from "../../../../runtime/model";
import { clippedText, LETTER_WIDTH } from "../../../ui/chart/clipped-text";
import type { Box, CellPicture, Filling, Shape, Token } from "../../../ui/chart/shapes";
import { formatBytes, formatCount, formatDuration, formatInteger, formatShare } from "../../../ui/format";
import type { Measure, Tile, TreeNode } from "./treemap-model";
import { moduleTree, parseShareUs, tiles } from "./treemap-model";

const TREEMAP_HEIGHT = 300;
const LINE = 14;

const LOOKS: Readonly<Record<TreeNode["kind"], { readonly token: Token; readonly filling: Filling }>> = {
  root: { token: "--border", filling: "outline" },
  own: { token: "--focus", filling: "outline" },
  package: { token: "--border-strong", filling: "outline" },
  packaged: { token: "--border-strong", filling: "outline" },
  rest: { token: "--unaccounted", filling: "hatched" },
};

/** Each module's share of the bundle or of the time that the top level takes, as an area. The cells are the tiles, in their order. */
export function treemapPicture(topLevel: TopLevel, measure: Measure, width: number): CellPicture {
  const placed = tiles(moduleTree(topLevel, measure), width - 1, TREEMAP_HEIGHT - 1);
  const whole = placed.reduce((sum, { depth, value }) => sum + (depth === 1 ? (value ?? 0) : 0), 0);
  return {
    width,
    height: TREEMAP_HEIGHT,
    shapes: placed.flatMap((tile) => tileShapes(tile, measure)),
    cells: placed.map((tile) => ({ box: boxOf(tile), text: tileText(tile, topLevel, measure, whole), ...idOf(tile) })),
  };
}

/** An own module can be looked at. */
function idOf({ data }: Tile): { readonly id?: string } {
  return data.kind === "own" ? { id: data.name } : {};
}

function boxOf({ x0, y0, x1, y1 }: Tile): Box {
  return { x: x0 + 0.5, y: y0 + 0.5, width: x1 - x0, height: y1 - y0 };
}

function tileShapes(tile: Tile, measure: Measure): readonly Shape[] {
  const { data, value = 0 } = tile;
  const box = boxOf(tile);
  const { token, filling } = LOOKS[data.kind];
  const figure = measure === "bytes" ? formatBytes(value) : formatDuration(value);
  const isGroup = data.kind === "package";
  const lines = isGroup ? [`${data.name} · ${figure}`] : [shortName(data), figure];
  const shapes: Shape[] = [{ kind: "bar", token, filling, box }];
  if (data.kind === "rest" && box.height > LINE + 4)
    shapes.push(ground(box, Math.max(...lines.map(({ length }) => length))));
  for (const [index, line] of lines.entries()) {
    const text = clippedText(line, box.width - 8);
    if (text === null || box.height < (index + 1) * LINE + 3) break;
    const at = { x: box.x + 4, y: box.y + 12 + index * LINE };
    shapes.push({ kind: "text", token: "--text-color", at, text, anchor: "start" });
  }
  return shapes;
}

/** Text on a hatched area can't be read without it. */
function ground(box: Box, letters: number): Shape {
  const width = Math.min(box.width - 2, letters * LETTER_WIDTH + 6);
  return {
    kind: "bar",
    token: "--ground",
    filling: "solid",
    box: { x: box.x + 1, y: box.y + 1, width, height: Math.min(box.height - 2, 2 * LINE + 3) },
  };
}

function shortName({ name, kind }: TreeNode): string {
  return kind === "rest" ? name : (name.split("/").at(-1) ?? name);
}

function tileText({ data, value = 0, children }: Tile, topLevel: TopLevel, measure: Measure, whole: number): string {
  const share = formatShare(value, whole);
  if (data.module !== null) {
    const { bytes, initUs, selfInitUs, package: name } = data.module;
    const of = name === null ? "" : ` (${name})`;
    const times =
      selfInitUs === null || initUs === null
        ? "no statements: data"
        : `init ${formatInteger(selfInitUs)} µs itself, ${formatInteger(initUs)} µs with what is loaded for it`;
    const parse = `≈ ${formatInteger(parseShareUs(topLevel, data.module))} µs of parsing`;
    return `${data.name}${of}: ${formatInteger(bytes)} bytes, ${times}, ${parse}; ${share}`;
  }
  const figure = measure === "bytes" ? `${formatInteger(value)} bytes` : `${formatInteger(value)} µs`;
  const count = data.kind === "package" ? ` in ${formatCount(children?.length ?? 0, "module")}` : "";
  return `${data.name}: ${figure}${count}; ${share}`;
}
