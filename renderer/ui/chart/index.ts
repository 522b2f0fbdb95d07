export { ChartButtons } from "./chart-buttons";
export { ChartFigure } from "./chart-figure";
export { ChartFrame } from "./chart-frame";
export { picturePng } from "./png";
export type { Anchor, Box, Cell, CellPicture, Filling, Picture, Point, Shape, Sign, Token } from "./shapes";
export { Patterns, Shapes } from "./svg";
