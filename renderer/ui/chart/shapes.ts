import type { Start } from "../../../runtime/model";

/** A colour by its token's name in `tokens.css`. */
export type Token =
  | "--text-color"
  | "--text-quiet"
  | "--ground"
  | "--ground-sunken"
  | "--border"
  | "--border-strong"
  | "--focus"
  | "--unaccounted"
  | "--outcome-ok"
  | "--outcome-guest"
  | "--outcome-limit"
  | `--start-${Start}`;

/** How a bar is filled, so that no meaning hangs on colour alone. */
export type Filling = "solid" | "pale" | "outline" | "hatched";

/** What a chart is made of; drawn as SVG in the window and on a canvas for the file. Pixels from the picture's top left. */
export type Shape =
  | { readonly kind: "bar"; readonly filling: Filling; readonly token: Token; readonly box: Box }
  | { readonly kind: "line"; readonly token: Token; readonly from: Point; readonly to: Point; readonly width?: number }
  /** A line through points; dashed, so that two kinds of lines are told apart without their colour. */
  | {
      readonly kind: "path";
      readonly token: Token;
      readonly points: readonly Point[];
      readonly width: number;
      readonly dashed?: boolean;
    }
  | { readonly kind: "text"; readonly token: Token; readonly at: Point; readonly text: string; readonly anchor: Anchor }
  | { readonly kind: "tick"; readonly token: Token; readonly at: Point; readonly sign: Sign };

export type Sign = "bar" | "diamond" | "triangle" | "square";

/** A chart as it is drawn, first shape first. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** A chart with the places in it that have figures of their own. */
export interface CellPicture extends Picture {
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly box: Box;
  /** Its exact figures: said below the chart, and to a screen reader. */
  readonly text: string;
  /** What `onCell` is told of it; none where choosing it does nothing. */
  readonly id?: string;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Anchor = "start" | "middle" | "end";
