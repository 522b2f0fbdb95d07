import { ModuleRefused } from "../byte-reader";
import { concatBytes } from "../byte-writer";
import type { Section } from "../module";
import { SECTION } from "../module";
import { readSections } from "../read-module";
import { SectionReader } from "./section-reader";

/** The sections of DWARF that are read; a missing one is empty. */
export interface DebugSections {
  readonly info: Uint8Array;
  readonly abbreviations: Uint8Array;
  readonly line: Uint8Array;
  readonly text: Uint8Array;
  readonly lineText: Uint8Array;
  readonly textOffsets: Uint8Array;
  readonly addresses: Uint8Array;
  readonly ranges: Uint8Array;
  readonly rangeLists: Uint8Array;
}

const NAMES = {
  info: ".debug_info",
  abbreviations: ".debug_abbrev",
  line: ".debug_line",
  text: ".debug_str",
  lineText: ".debug_line_str",
  textOffsets: ".debug_str_offsets",
  addresses: ".debug_addr",
  ranges: ".debug_ranges",
  rangeLists: ".debug_rnglists",
} as const satisfies Readonly<Record<keyof DebugSections, string>>;
const READ: readonly string[] = Object.values(NAMES);

/** The debug sections of a module. Null: it has none, or is no module. */
export function debugSections(module: Uint8Array): DebugSections | null {
  const found = new Map(sectionsOf(module)?.map((section) => [section.name, section]));
  const bytesOf = (name: string): Uint8Array => {
    const section = found.get(name);
    return section === undefined ? new Uint8Array(0) : contentsOf(module, section);
  };
  if (!found.has(NAMES.info) || !found.has(NAMES.line)) return null;
  return {
    info: bytesOf(NAMES.info),
    abbreviations: bytesOf(NAMES.abbreviations),
    line: bytesOf(NAMES.line),
    text: bytesOf(NAMES.text),
    lineText: bytesOf(NAMES.lineText),
    textOffsets: bytesOf(NAMES.textOffsets),
    addresses: bytesOf(NAMES.addresses),
    ranges: bytesOf(NAMES.ranges),
    rangeLists: bytesOf(NAMES.rangeLists),
  };
}

/** Whether a module has debug sections that are read. */
export function hasDebugSections(module: Uint8Array): boolean {
  return debugSections(module) !== null;
}

/** A module's code without what only debuggers read, and that apart. */
export interface SplitModule {
  readonly code: Uint8Array;
  /** A module of nothing but those debug sections that are read. Null: there are none. */
  readonly debugSections: Uint8Array | null;
}

/** Takes the debug sections out of a module. All other bytes stay as they are, and the code where it is in its section. */
export function splitDebugSections(module: Uint8Array): SplitModule {
  const sections = sectionsOf(module);
  if (sections?.some(isDebug) !== true) return { code: module, debugSections: null };
  const header = module.subarray(0, 8);
  const pick = (picked: (section: Section) => boolean): Uint8Array =>
    concatBytes([header, ...sections.filter(picked).map(({ start, end }) => module.subarray(start, end))]);
  return {
    code: pick((section) => !isDebug(section)),
    debugSections: pick(({ name }) => name !== null && READ.includes(name)),
  };
}

function isDebug({ name }: Section): boolean {
  return name?.startsWith(".debug_") === true;
}

function sectionsOf(module: Uint8Array): readonly Section[] | null {
  try {
    return readSections(module);
  } catch (error) {
    if (!(error instanceof ModuleRefused)) throw error;
    return null;
  }
}

/** Behind the section's name. */
function contentsOf(module: Uint8Array, { id, name, bodyStart, end }: Section): Uint8Array {
  if (id !== SECTION.custom || name === null) return new Uint8Array(0);
  const reader = new SectionReader(module, bodyStart, end);
  reader.name();
  return module.subarray(reader.at, end);
}
