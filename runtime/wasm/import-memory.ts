import { concatBytes, nameBytes, sectionOf, unsignedBytes } from "./byte-writer";
import type { CoreModule } from "./module";
import { SECTION } from "./module";

const MEMORY_KIND = 2;

/** Where a rewritten module looks for its linear memory. */
export interface MemoryImport {
  readonly module: string;
  readonly name: string;
}

/**
 * The same module with its linear memory imported, so that one compiled module serves every memory tier: each instance brings a memory
 * with its own hard maximum. A module's own limit could only be changed by compiling it again for each tier, and its optimised code would
 * not be shared. The module has an import section.
 */
export function importMemory(module: CoreModule, as: MemoryImport): Uint8Array {
  const { bytes, sections } = module;
  const imports = importSection(module, as);
  const rewritten = sections
    .filter(({ id }) => id !== SECTION.memory)
    .map(({ id, start, end }) =>
      id === SECTION.import && imports !== null ? sectionOf(id, imports) : bytes.subarray(start, end),
    );
  return concatBytes([bytes.subarray(0, 8), ...rewritten]);
}

/** An import section's body with the memory among the imports. Null where there is nothing to import. */
export function importSection({ bytes, imports, memories }: CoreModule, as: MemoryImport): Uint8Array | null {
  const [memory] = memories;
  if (imports.length === 0 && memory === undefined) return null;
  const entries = imports.filter(({ kind }) => kind !== "memory").map(({ start, end }) => bytes.subarray(start, end));
  // No maximum in the import: a memory with any maximum fits.
  if (memory !== undefined)
    entries.push(
      Uint8Array.from([
        ...nameBytes(as.module),
        ...nameBytes(as.name),
        MEMORY_KIND,
        0,
        ...unsignedBytes(memory.minimum),
      ]),
    );
  return concatBytes([Uint8Array.from(unsignedBytes(entries.length)), ...entries]);
}
