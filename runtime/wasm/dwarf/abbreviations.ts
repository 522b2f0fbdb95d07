import { FORM } from "./constants";
import { SectionReader } from "./section-reader";
import type { Work } from "./work";

/** What entries of one kind look like. */
export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeForm[];
}

export interface AttributeForm {
  readonly name: number;
  readonly form: number;
  /** The value itself, of the form that has it here. */
  readonly constant: number;
}

export type Abbreviations = ReadonlyMap<number, Abbreviation>;

/** Reads the table that begins at an offset. @throws {ModuleRefused} */
export function readAbbreviations(section: Uint8Array, offset: number, work: Work): Abbreviations {
  const reader = new SectionReader(section, offset);
  const table = new Map<number, Abbreviation>();
  for (;;) {
    const code = reader.u64();
    if (code === 0) return table;
    const tag = reader.u64();
    const hasChildren = reader.byte() === 1;
    const attributes = readAttributes(reader, work);
    work.spend(1 + attributes.length);
    // Of two of one code the first counts.
    if (!table.has(code)) table.set(code, { tag, hasChildren, attributes });
  }
}

function readAttributes(reader: SectionReader, work: Work): AttributeForm[] {
  const attributes: AttributeForm[] = [];
  for (;;) {
    work.spend(1);
    const name = reader.u64();
    const form = reader.u64();
    const constant = form === FORM.implicitConstant ? reader.signedNumber() : 0;
    if (name === 0 && form === 0) return attributes;
    attributes.push({ name, form, constant });
  }
}
