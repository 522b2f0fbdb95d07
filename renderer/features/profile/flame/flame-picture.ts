import type { SampledFunction } from "../../../../runtime/model";
import { clippedText, LETTER_WIDTH } from "../../../ui/chart/clipped-text";
import type { Box, Filling, Picture, Shape, Token } from "../../../ui/chart/shapes";
import { formatDuration } from "../../../ui/format";
import type { Flame } from "./flame-model";
import { flameLabel, seenFrom } from "./flame-model";

const ROW = 18;
/** The scale above the frames: its title and its numbers. */
const HEAD = 34;
const TICKS = 5;

/** A frame as it is drawn. */
export interface FlameCell {
  readonly flame: Flame;
  readonly box: Box;
}

export interface FlamePicture extends Picture {
  /** Outermost first. */
  readonly cells: readonly FlameCell[];
}

type Look = { readonly token: Token; readonly filling: Filling };

const WHOLE: Look = { token: "--border", filling: "outline" };
const PACKAGE: Look = { token: "--focus", filling: "outline" };
const LOOKS: Readonly<Record<SampledFunction["kind"], Look>> = {
  function: { token: "--focus", filling: "pale" },
  "web-api": { token: "--border-strong", filling: "outline" },
  "built-in": { token: "--border-strong", filling: "outline" },
  host: { token: "--border-strong", filling: "pale" },
  unpolled: { token: "--unaccounted", filling: "hatched" },
  idle: { token: "--border", filling: "outline" },
};

/** The zoomed frame over the whole width, its callers above it, what it calls below. `marked`: frames that were searched for. */
export function flamePicture(zoomed: Flame, width: number, marked: ReadonlySet<Flame>): FlamePicture {
  const seen = seenFrom(zoomed, width);
  const scale = (share: number): number => ((share - zoomed.x0) / (zoomed.x1 - zoomed.x0 || 1)) * (width - 1);
  const cells = seen.map((flame): FlameCell => {
    const [from, to] = flame.depth < zoomed.depth ? [0, width - 1] : [scale(flame.x0), scale(flame.x1)];
    return { flame, box: { x: from + 0.5, y: HEAD + flame.depth * ROW + 0.5, width: to - from, height: ROW - 1 } };
  });
  const deepest = Math.max(0, ...seen.map(({ depth }) => depth));
  return {
    width,
    height: HEAD + (deepest + 1) * ROW + 1,
    cells,
    shapes: [
      ...scaleShapes(zoomed, width),
      ...cells.flatMap(({ flame, box }) => cellShapes(flame, box, marked.has(flame), flame.depth < zoomed.depth)),
    ],
  };
}

/** Time in the zoomed frame, over all calls. */
function scaleShapes({ data }: Flame, width: number): readonly Shape[] {
  const at = (index: number): number => (index / TICKS) * (width - 1) + 0.5;
  return [
    {
      ...{ kind: "text", token: "--text-quiet", at: { x: width / 2, y: 11 }, anchor: "middle" },
      text: "time in all calls together; callees below their callers, in no order of time",
    },
    ...Array.from({ length: TICKS + 1 }, (_, index): readonly Shape[] => [
      {
        ...{ kind: "text", token: "--text-quiet", at: { x: at(index), y: 25 } },
        text: formatDuration((data.totalUs * index) / TICKS),
        anchor: index === 0 ? "start" : index === TICKS ? "end" : "middle",
      },
      { kind: "line", token: "--border", from: { x: at(index), y: 28 }, to: { x: at(index), y: HEAD } },
    ]).flat(),
  ];
}

function cellShapes(flame: Flame, box: Box, isMarked: boolean, isCaller: boolean): readonly Shape[] {
  const look = lookOf(flame);
  const bar: Shape = isMarked
    ? { kind: "bar", token: "--focus", filling: "solid", box }
    : { kind: "bar", ...look, filling: isCaller && look.filling === "pale" ? "outline" : look.filling, box };
  const text = clippedText(flameLabel(flame), box.width - 8);
  if (text === null) return [bar];
  const token: Token = isMarked ? "--ground" : "--text-color";
  const label: Shape = { kind: "text", token, at: { x: box.x + 4, y: box.y + 12.5 }, text, anchor: "start" };
  if (look.filling !== "hatched" || isMarked) return [bar, label];
  // Text on hatching can't be read without a ground.
  const ground: Box = {
    x: box.x + 1,
    y: box.y + 1,
    width: Math.min(box.width - 2, text.length * LETTER_WIDTH + 6),
    height: ROW - 3,
  };
  return [bar, { kind: "bar", token: "--ground", filling: "solid", box: ground }, label];
}

function lookOf({ data: { function: each } }: Flame): Look {
  if (each === null) return WHOLE;
  return each.kind === "function" && /(^|\/)node_modules\//.test(each.file ?? "") ? PACKAGE : LOOKS[each.kind];
}

/** The innermost frame at a point; null: there is none. */
export function cellAtPoint({ cells }: FlamePicture, x: number, y: number): FlameCell | null {
  return (
    cells.find(({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height + 1) ?? null
  );
}
