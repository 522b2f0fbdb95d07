export { Findings } from "./findings";
