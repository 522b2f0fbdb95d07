/** Core Wasm modules: read, checked against what Coldframe runs, and rewritten for a sandbox. Pure. */
export { ByteReader, ModuleRefused } from "./byte-reader";
export { concatBytes, nameBytes, unsignedBytes } from "./byte-writer";
export { checkCoreModule, HANDLER_FORMS } from "./interface";
export type { Handler } from "./interface";
export { exportedFunction, SECTION, showType } from "./module";
export type { CoreModule, Section } from "./module";
export { limitMemory, MemoryTooLarge } from "./limit-memory";
export { importMemory } from "./import-memory";
export { keepExports } from "./keep-exports";
export { readModule, readSections } from "./read-module";
export { replaceSections } from "./replace-sections";
export type { SectionBodies } from "./replace-sections";
export { EXPORTED, isOpenState, MEMORY_IMPORT, rewriteModule } from "./rewrite-module";
export type { RewrittenModule } from "./rewrite-module";
export { DebugInfo, hasDebugSections, splitDebugSections } from "./dwarf";
export type { SourceFrame, SourcePlace } from "./dwarf";
