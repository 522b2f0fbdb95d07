/** What a profile comes to: pure arithmetic over its starts, for every face of the workbench. */
export { ALPHA, compareProfiles, compareSamples, RELEVANT_SHARE, TEST_NAME } from "./compare";
export type { Comparison, StartComparison, Verdict } from "./compare";
export { basisText, effectText, overallText, undecidedText } from "./comparison-text";
export { answerText, savedText } from "./deferral-text";
export { endText } from "./end-text";
export * from "./cpu";
export { groupModules } from "./module-groups";
export type { ModuleGroup } from "./module-groups";
export { profileNameProblem } from "./name";
export { overTime } from "./over-time";
export type { GroupChange, StartPoint, StartRecord, VersionChange, VersionPoint, VersionRecord } from "./over-time";
export { changeText } from "./version-text";
export { packageOf } from "./package-of";
export { RUNS } from "./runs";
export { compareStrategies, STRATEGY_TEXTS } from "./strategies";
export type { Strategy } from "./strategies";
export { summarize } from "./summary";
export type { Outlier, SpanSummary, StartSummary } from "./summary";
