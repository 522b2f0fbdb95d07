/** The runtime's public surface: the only part of it that the rest of the workbench imports. */
export * from "./model";
export * from "./cost";
export type { ModuleInspector } from "./build";
export { findToolchains } from "./build";
export {
  buildTimed,
  createInspector,
  CLOCK_FILE,
  EFFECTS_SOURCE,
  hasEntry,
  ImportGraph,
  mapStack,
  NEEDED_LINE,
  resolveEntry,
} from "./build";
export type { ImportEdge, TimedBuild } from "./build";
export { createRuntime } from "./runtime";
export type { Collections, InvokeOptions, Runtime, RuntimeOptions } from "./runtime";
export { eventRequest, localHost } from "./record";
export { parseAllowNet } from "./web/egress";
