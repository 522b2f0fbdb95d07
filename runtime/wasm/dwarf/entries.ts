import { ModuleRefused } from "../byte-reader";
import type { Abbreviation, Abbreviations } from "./abbreviations";
import { FORM } from "./constants";
import type { FormValue, Widths } from "./forms";
import { readForm } from "./forms";
import type { SectionReader } from "./section-reader";
import type { Work } from "./work";

/** An entry's attributes by their numbers. */
export type Attributes = ReadonlyMap<number, FormValue>;

export interface EntryShape extends Widths {
  readonly abbreviations: Abbreviations;
}

/** The kind of the entry that follows. Null: the list of children ends here. @throws {ModuleRefused} */
export function readKind(reader: SectionReader, { abbreviations }: EntryShape): Abbreviation | null {
  const at = reader.at;
  const code = reader.u64();
  if (code === 0) return null;
  const abbreviation = abbreviations.get(code);
  if (abbreviation === undefined) throw new ModuleRefused(`there is no abbreviation ${code}`, at);
  return abbreviation;
}

/** The attributes that follow an entry's kind. @throws {ModuleRefused} */
export function readAttributes(
  reader: SectionReader,
  { attributes }: Abbreviation,
  widths: Widths,
  work: Work,
): Attributes {
  work.spend(1 + attributes.length);
  const values = new Map<number, FormValue>();
  for (const { name, form, constant } of attributes) {
    const actual = form === FORM.indirect ? reader.u64() : form;
    const value = actual === FORM.implicitConstant ? constant : readForm(reader, actual, widths);
    values.set(name, { form: actual, value });
  }
  return values;
}

/** Goes over an entry's attributes. @throws {ModuleRefused} */
export function skipAttributes(reader: SectionReader, { attributes }: Abbreviation, widths: Widths, work: Work): void {
  work.spend(1 + attributes.length);
  for (const { form } of attributes) {
    const actual = form === FORM.indirect ? reader.u64() : form;
    if (actual !== FORM.implicitConstant) readForm(reader, actual, widths);
  }
}
