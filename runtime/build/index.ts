export type { BuildProblem, BuildResult } from "../model";
export { type Builder, type BuilderOptions, createBuilder } from "./builder";
export { type ToolchainReport, findToolchains } from "./languages/native";
export { hasEntry, resolveEntry } from "./resolve-entry";
export { type ImportEdge, ImportGraph, NEEDED_LINE } from "./import-graph";
export { EFFECTS_SOURCE } from "./module-effects";
export { CLOCK_FILE, type TimedBuild, type TimedModule, buildTimed } from "./module-timing";
export { mapSamples } from "./map-samples";
export { type SourcePosition, bundleFileName, mapPosition, mapStack } from "./map-stack";
