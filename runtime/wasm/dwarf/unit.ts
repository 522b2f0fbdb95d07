import { ModuleRefused } from "../byte-reader";
import type { Abbreviation, Abbreviations } from "./abbreviations";
import { readAbbreviations } from "./abbreviations";
import { ATTRIBUTE, FORM, TAG } from "./constants";
import type { DebugSections } from "./debug-sections";
import type { Attributes } from "./entries";
import { readAttributes, readKind } from "./entries";
import type { FormValue } from "./forms";
import { SectionReader, textAt } from "./section-reader";
import type { Work } from "./work";

/** Of the kinds of unit that version 5 tells apart: those that have code of their own. */
const COMPILE = 1;
const SKELETON = 4;
const SPLIT_COMPILE = 5;

interface UnitHeader {
  /** Offsets in `.debug_info`. */
  readonly start: number;
  readonly entries: number;
  readonly end: number;
  readonly version: number;
  readonly wide: boolean;
  readonly addressBytes: number;
  readonly abbreviations: Abbreviations;
}

const ADDRESS_INDICES: readonly number[] = [
  FORM.addressIndex,
  FORM.addressIndex1,
  FORM.addressIndex2,
  FORM.addressIndex3,
  FORM.addressIndex4,
];
const TEXT_INDICES: readonly number[] = [
  FORM.textIndex,
  FORM.textIndex1,
  FORM.textIndex2,
  FORM.textIndex3,
  FORM.textIndex4,
];
const OWN_REFERENCES: readonly number[] = [
  FORM.reference1,
  FORM.reference2,
  FORM.reference4,
  FORM.reference8,
  FORM.referenceUnsigned,
];

/** What one compilation gave: a source file with all that was included. */
export class Unit {
  readonly sections: DebugSections;
  readonly header: UnitHeader;
  readonly root: Attributes;

  constructor(sections: DebugSections, header: UnitHeader, root: Attributes) {
    this.sections = sections;
    this.header = header;
    this.root = root;
  }

  /** At an offset of `.debug_info`, as far as the unit goes. */
  reader(at: number): SectionReader {
    return new SectionReader(this.sections.info, at, this.header.end);
  }

  /** An entry by its offset in `.debug_info`. @throws {ModuleRefused} */
  entry(at: number, work: Work): { readonly kind: Abbreviation; readonly attributes: Attributes } | null {
    const reader = this.reader(at);
    const kind = readKind(reader, this.header);
    return kind === null ? null : { kind, attributes: readAttributes(reader, kind, this.header, work) };
  }

  /** Of an entry. */
  text(attribute: FormValue | undefined): string | null {
    return this.#text(attribute, this.sections.info);
  }

  /** Of the line table. */
  lineText(value: FormValue | undefined): string | null {
    return this.#text(value, this.sections.line);
  }

  /** @param own where a text is that stands among the values themselves */
  #text(attribute: FormValue | undefined, own: Uint8Array): string | null {
    if (attribute === undefined) return null;
    const { form, value } = attribute;
    const { text, lineText, textOffsets } = this.sections;
    if (form === FORM.text) return textAt(own, value);
    if (form === FORM.textPointer) return textAt(text, value);
    if (form === FORM.lineTextPointer) return textAt(lineText, value);
    if (!TEXT_INDICES.includes(form)) return null;
    const bytes = this.header.wide ? 8 : 4;
    const base = this.root.get(ATTRIBUTE.textOffsetsBase)?.value ?? 8;
    return textAt(text, new SectionReader(textOffsets, base + value * bytes).fixed(bytes));
  }

  /** In the code section. Null: the attribute holds none. @throws {ModuleRefused} */
  address(attribute: FormValue | undefined): number | null {
    if (attribute === undefined) return null;
    if (attribute.form === FORM.address) return attribute.value;
    return ADDRESS_INDICES.includes(attribute.form) ? this.addressAt(attribute.value) : null;
  }

  /** The address at that place of the unit's list. @throws {ModuleRefused} */
  addressAt(index: number): number {
    const { addressBytes } = this.header;
    const base = this.root.get(ATTRIBUTE.addressesBase)?.value ?? 8;
    return new SectionReader(this.sections.addresses, base + index * addressBytes).fixed(addressBytes);
  }

  /** The offset in `.debug_info` of the entry that an attribute names. Null: it names none that is there. */
  reference(attribute: FormValue | undefined): number | null {
    if (attribute === undefined) return null;
    if (attribute.form === FORM.referenceAnywhere) return attribute.value;
    return OWN_REFERENCES.includes(attribute.form) ? this.header.start + attribute.value : null;
  }

  has(offset: number): boolean {
    return offset >= this.header.entries && offset < this.header.end;
  }
}

/** All units whose begin can be read, with nothing but that read. */
export function readUnits(sections: DebugSections, work: Work): readonly Unit[] {
  const reader = new SectionReader(sections.info);
  const tables = new Map<number, Abbreviations>();
  const units: Unit[] = [];
  while (!reader.done && !work.isOver) {
    try {
      const start = reader.at;
      const { length, wide } = reader.initialLength();
      const bodyStart = reader.at;
      reader.skip(length);
      const unit = readUnit(sections, { start, wide, reader: new SectionReader(sections.info, bodyStart, reader.at) });
      if (unit !== null) units.push(unit);
    } catch (error) {
      if (!(error instanceof ModuleRefused)) throw error;
      // The lengths lead on no further.
      return units;
    }
  }
  return units;

  function readUnit(from: DebugSections, begin: UnitBegin): Unit | null {
    try {
      work.spend(1);
      return readRoot(from, begin, tables, work);
    } catch (error) {
      if (!(error instanceof ModuleRefused)) throw error;
      work.failed();
      return null;
    }
  }
}

interface UnitBegin {
  readonly start: number;
  readonly wide: boolean;
  readonly reader: SectionReader;
}

function readRoot(
  sections: DebugSections,
  { start, wide, reader }: UnitBegin,
  tables: Map<number, Abbreviations>,
  work: Work,
): Unit | null {
  const version = reader.fixed(2);
  if (version < 2 || version > 5) return null;
  const kind = version < 5 ? COMPILE : reader.byte();
  if (kind !== COMPILE && kind !== SKELETON && kind !== SPLIT_COMPILE) return null;
  const ofFive = version < 5 ? null : reader.byte();
  const table = reader.fixed(wide ? 8 : 4);
  const addressBytes = ofFive ?? reader.byte();
  if (kind !== COMPILE) reader.skip(8);
  if (addressBytes !== 4 && addressBytes !== 8) return null;
  const abbreviations = tables.get(table) ?? readAbbreviations(sections.abbreviations, table, work);
  tables.set(table, abbreviations);
  const header = { start, entries: reader.at, end: reader.end, version, wide, addressBytes, abbreviations };
  const rootKind = readKind(reader, header);
  if (rootKind?.tag !== TAG.compileUnit) return null;
  return new Unit(sections, header, readAttributes(reader, rootKind, header, work));
}
