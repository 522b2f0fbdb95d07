import { concatBytes, nameBytes, unsignedBytes } from "./byte-writer";
import type { CoreModule } from "./module";
import { SECTION } from "./module";
import type { SectionBodies } from "./replace-sections";

const MEMORY_KIND = 2;

/** Where a rewritten module looks for its linear memory. */
export interface MemoryImport {
  readonly module: string;
  readonly name: string;
}

/**
 * A module's sections with its linear memory imported, so that one compiled module serves every memory tier: each instance brings a
 * memory with its own hard maximum. A module's own limit could only be changed by compiling it again for each tier, and its optimised
 * code would not be shared. The module has an import section.
 */
export function importMemory(module: CoreModule, as: MemoryImport): SectionBodies {
  const imports = importSection(module, as);
  return new Map([[SECTION.memory, null], ...(imports === null ? [] : [[SECTION.import, imports] as const])]);
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
