import { ByteReader, MalformedModule } from "./byte-reader";

/** Section ids by the specification. */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

export interface Section {
  readonly id: number;
  /** A custom section's own name; null for the specification's sections. */
  readonly name: string | null;
  /** Of the section's id, in bytes from the module's start. */
  readonly offset: number;
  /** With the section's id and length. */
  readonly bytes: number;
  /** Where its content begins (behind a custom section's name) and ends. */
  readonly start: number;
  readonly end: number;
}

/** More is no module that a compiler wrote. */
const MAX_SECTIONS = 10_000;

/**
 * The sections of a core module, in their order. Reads their heads alone.
 * Binary format: https://webassembly.github.io/spec/core/binary/modules.html
 * @throws {MalformedModule}
 */
export function readSections(bytes: Uint8Array): readonly Section[] {
  checkPreamble(bytes);
  const reader = new ByteReader(bytes, 8);
  const sections: Section[] = [];
  while (!reader.isAtEnd) {
    const offset = reader.at;
    const id = reader.byte();
    const content = reader.part(reader.u32());
    const name = id === SECTION.custom ? content.name() : null;
    sections.push({ id, name, offset, bytes: content.end - offset, start: content.at, end: content.end });
    if (sections.length > MAX_SECTIONS) throw new MalformedModule(`it has more than ${MAX_SECTIONS} sections`, offset);
  }
  return sections;
}

export function sectionReader(bytes: Uint8Array, { start, end }: Section): ByteReader {
  return new ByteReader(bytes, start, end);
}

function checkPreamble(bytes: Uint8Array): void {
  const [a, b, c, d, version, , layer] = bytes;
  if (bytes.length < 8 || a !== 0 || b !== 0x61 || c !== 0x73 || d !== 0x6d)
    throw new MalformedModule('it does not begin with "\\0asm", as WebAssembly does,', 0);
  if (layer === 1)
    throw new MalformedModule(
      "it is a component, not a core module: compile it for wasm32-wasip1 or as a core module,",
      4,
    );
  if (version !== 1) throw new MalformedModule(`it is of version ${version ?? 0}, not 1`, 4);
}
