/**
 * Rewrites a Wasm binary that defines its linear memory into one that imports it, so that one compiled module serves every
 * memory tier: each instance brings a memory with its own hard maximum. A module's own limit could only be changed by
 * compiling it again for each tier, and its optimised code would not be shared.
 *
 * Binary format: https://webassembly.github.io/spec/core/binary/modules.html
 */

const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;
const MEMORY_IMPORT_KIND = 2;

interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

/** The import's name and the pages that the module needs to begin with. */
export interface MemoryImport {
  readonly module: string;
  readonly name: string;
}

/**
 * `bytes` is a valid module with one memory and an import section.
 * @throws {Error} when it is not: the engine's binary was replaced by one of another shape.
 */
export function importMemory(bytes: Uint8Array, as: MemoryImport): { bytes: Uint8Array; initialPages: number } {
  const sections = readSections(bytes);
  const memory = sections.find((section) => section.id === MEMORY_SECTION);
  const imports = sections.find((section) => section.id === IMPORT_SECTION);
  if (memory === undefined || imports === undefined) throw new Error("the engine's binary has no memory or no imports");
  const limits = { at: 0 };
  const count = readUnsigned(memory.body, limits);
  limits.at += 1; // The flags: any maximum of the module's own is left to the tier.
  const initialPages = readUnsigned(memory.body, limits);
  if (count !== 1) throw new Error(`the engine's binary has ${count} memories, not one`);

  const after = { at: 0 };
  const importCount = readUnsigned(imports.body, after);
  const entry = [
    ...nameBytes(as.module),
    ...nameBytes(as.name),
    MEMORY_IMPORT_KIND,
    0, // No maximum in the import: a memory with any maximum fits.
    ...unsignedBytes(initialPages),
  ];
  const importBody = Uint8Array.from([...unsignedBytes(importCount + 1), ...entry, ...imports.body.subarray(after.at)]);
  const rewritten = sections
    .filter((section) => section !== memory)
    .map((section) => (section === imports ? { id: IMPORT_SECTION, body: importBody } : section));
  return { bytes: writeSections(bytes.subarray(0, 8), rewritten), initialPages };
}

function readSections(bytes: Uint8Array): Section[] {
  const sections: Section[] = [];
  const position = { at: 8 }; // After the magic number and the version.
  while (position.at < bytes.length) {
    const id = bytes[position.at] ?? 0;
    position.at += 1;
    const size = readUnsigned(bytes, position);
    sections.push({ id, body: bytes.subarray(position.at, position.at + size) });
    position.at += size;
  }
  return sections;
}

function writeSections(header: Uint8Array, sections: readonly Section[]): Uint8Array {
  const parts = sections.flatMap(({ id, body }) => [Uint8Array.from([id, ...unsignedBytes(body.length)]), body]);
  return new Uint8Array(Buffer.concat([header, ...parts]));
}

/** LEB128, unsigned, at most 32 bits. */
function readUnsigned(bytes: Uint8Array, position: { at: number }): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[position.at] ?? 0;
    position.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new Error("the engine's binary holds a malformed number");
}

function unsignedBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

function nameBytes(name: string): number[] {
  const utf8 = new TextEncoder().encode(name);
  return [...unsignedBytes(utf8.length), ...utf8];
}
