export type { Calls } from "./calls-model";
export { MonthCalls } from "./month-calls";
export { describeTraffic } from "./month-model";
export { MonthView } from "./month-view";
export { useMonth } from "./use-month";
