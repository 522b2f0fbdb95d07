export { ChartButtons } from "./chart-buttons";
export { ChartFigure } from "./chart-figure";
export { ChartFrame } from "./chart-frame";
export { picturePng } from "./png";
export { Patterns, Shapes } from "./svg";
