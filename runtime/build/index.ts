export type { BuildProblem, BuildResult } from "../model";
export { type Builder, type BuilderOptions, createBuilder } from "./builder";
export { type SourcePosition, bundleFileName, mapPosition, mapStack } from "./map-stack";
