import { ByteReader, ModuleRefused } from "./byte-reader";
import { concatBytes, unsignedBytes } from "./byte-writer";
import type { CoreModule, MemoryType, ModuleImport } from "./module";
import { SECTION } from "./module";
import { replaceSections } from "./replace-sections";

/** The module's memory begins with more than its limit. */
export class MemoryTooLarge extends ModuleRefused {}

/** Pages in a MiB. */
const PAGES_PER_MB = 16;
const HAS_MAXIMUM = 1;
const SHARED = 2;

/**
 * The same module with its linear memory held to a tier: `maxPages` of 64 KiB become the maximum that it declares itself. For an engine
 * that makes the instance's memory by itself and takes no limit.
 * @throws {MemoryTooLarge} for a memory that begins larger than the tier, and {ModuleRefused} for one that no tier can be told of
 */
export function limitMemory(module: CoreModule, maxPages: number): Uint8Array {
  const [memory] = module.memories;
  if (memory === undefined) return module.bytes;
  checkMemory(module, memory, maxPages);
  const bodies = new Map([
    [SECTION.memory, vector(module, memory, maxPages)],
    [SECTION.import, importBody(module, memory, maxPages)],
  ]);
  return replaceSections(module, bodies);
}

function checkMemory({ memories }: CoreModule, { minimum, wide, pageSizeLog2 }: MemoryType, maxPages: number): void {
  if (memories.length > 1)
    throw new ModuleRefused(`it has ${memories.length} memories: the memory limit is of one, so build it with one`);
  if (wide || pageSizeLog2 !== null)
    throw new ModuleRefused("its memory is not one of 32-bit addresses and 64 KiB pages: build it for wasm32");
  if (minimum > maxPages)
    throw new MemoryTooLarge(
      `the module's memory begins with ${Math.ceil(minimum / PAGES_PER_MB)} MB, which is more than its limit of ${maxPages / PAGES_PER_MB} MB: raise the limit, or build it with less`,
    );
}

function limits({ minimum, maximum, shared }: MemoryType, maxPages: number): Uint8Array {
  const most = Math.min(maximum ?? maxPages, maxPages);
  const flags = HAS_MAXIMUM | (shared ? SHARED : 0);
  return Uint8Array.from([flags, ...unsignedBytes(minimum), ...unsignedBytes(most)]);
}

/** A section's body of one memory. */
function vector({ imports }: CoreModule, memory: MemoryType, maxPages: number): Uint8Array {
  // An imported memory is the only one; a memory section beside it is empty.
  const isImported = imports.some(({ kind }) => kind === "memory");
  return isImported ? Uint8Array.of(0) : concatBytes([Uint8Array.of(1), limits(memory, maxPages)]);
}

function importBody({ bytes, imports }: CoreModule, memory: MemoryType, maxPages: number): Uint8Array {
  const entryOf = ({ kind, start, end }: ModuleImport): Uint8Array => {
    if (kind !== "memory") return bytes.subarray(start, end);
    const reader = new ByteReader(bytes, start, end);
    reader.name();
    reader.name();
    reader.byte();
    return concatBytes([bytes.subarray(start, reader.at), limits(memory, maxPages)]);
  };
  return concatBytes([Uint8Array.from(unsignedBytes(imports.length)), ...imports.map(entryOf)]);
}
