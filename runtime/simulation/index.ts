/** What a pool's settings would do to a pattern of calls, in simulated time. Pure, and the same for the same seed. */
export { countedArrivals, poissonArrivals } from "./arrivals";
export { ASSUMPTIONS } from "./assumptions";
export { differenceText, FIGURE_TEXTS } from "./figure-text";
export { measuredStarts } from "./measured-starts";
export { checkOptions } from "../pool/scheduler/options";
export { isAnswered, runFigures } from "./run-figures";
export type { RunFigure, RunFigures } from "./run-figures";
export { simulatedFunction } from "./simulated-function";
export { simulate } from "./simulate";
export type {
  Arrival,
  HeldPart,
  MeasuredStarts,
  Service,
  SimulatedFunction,
  SimulatedOutcome,
  SimulationRun,
  Workload,
} from "./simulation-types";
export { poolUse, whatIf, whatIfSteps } from "./what-if";
export type { SettingResult, WhatIf } from "./what-if";
