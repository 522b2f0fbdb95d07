export { OverTimeView } from "./over-time-view";
