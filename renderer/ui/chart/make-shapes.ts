import type { Anchor, Shape, Token } from "./shapes";

/** Text at its baseline. */
export function textShape(x: number, y: number, text: string, anchor: Anchor, token: Token = "--text-quiet"): Shape {
  return { kind: "text", token, at: { x, y }, text, anchor };
}

export function lineShape(x1: number, y1: number, x2: number, y2: number, token: Token): Shape {
  return { kind: "line", token, from: { x: x1, y: y1 }, to: { x: x2, y: y2 } };
}

/** An interval along the x axis: a line with its ends across it. */
export function intervalShapes(low: number, high: number, y: number, token: Token = "--text-color"): readonly Shape[] {
  return [
    lineShape(low, y, high, y, token),
    lineShape(low, y - 4, low, y + 4, token),
    lineShape(high, y - 4, high, y + 4, token),
  ];
}
