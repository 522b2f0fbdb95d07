export { ChartButtons } from "./chart-buttons";
export { picturePng } from "./png";
export type { Anchor, Box, Filling, Picture, Point, Shape, Sign, Token } from "./shapes";
export { Patterns, Shapes } from "./svg";
