export { TuningView } from "./tuning-view";
