/** Where a module's code comes from, by the DWARF that its compiler left in it. Pure. */
export { DebugInfo } from "./debug-info";
export type { SourceFrame, SourcePlace } from "./debug-info";
export { hasDebugSections, splitDebugSections } from "./debug-sections";
