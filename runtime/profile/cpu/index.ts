export { cpuEndText } from "./cpu-end-text";
export { cpuTrace } from "./cpu-trace";
export { devtoolsProfile } from "./devtools-profile";
export type { DevtoolsProfile } from "./devtools-profile";
export { functionsCsv } from "./functions-csv";
export { CPU_SAMPLING } from "./sampling";
export { SampleMerger } from "./merge-samples";
export { functionLabel, functionPlace, hotFunctions, stackTree, unaccountedUs } from "./stack-tree";
export type { HotFunction, StackFrame } from "./stack-tree";
