import { ModuleRefused } from "../byte-reader";
import { FORM } from "./constants";
import type { SectionReader } from "./section-reader";

/** How long the numbers of a unit are. */
export interface Widths {
  readonly version: number;
  /** Offsets have 64 bits. */
  readonly wide: boolean;
  readonly addressBytes: number;
}

/** An attribute as it is written: a number, or where a text begins, or which of a list; `form` says what. */
export interface FormValue {
  readonly form: number;
  readonly value: number;
}

/** Forms of so many bytes. */
const FIXED = new Map<number, number>([
  [FORM.data1, 1],
  [FORM.data2, 2],
  [FORM.data4, 4],
  [FORM.data8, 8],
  [FORM.flag, 1],
  [FORM.reference1, 1],
  [FORM.reference2, 2],
  [FORM.reference4, 4],
  [FORM.reference8, 8],
  [FORM.supplementaryReference4, 4],
  [FORM.supplementaryReference8, 8],
  [FORM.signature, 8],
  [FORM.textIndex1, 1],
  [FORM.textIndex2, 2],
  [FORM.textIndex3, 3],
  [FORM.textIndex4, 4],
  [FORM.addressIndex1, 1],
  [FORM.addressIndex2, 2],
  [FORM.addressIndex3, 3],
  [FORM.addressIndex4, 4],
]);
/** Forms whose length stands before them in so many bytes; 0: as LEB128. */
const BLOCKS = new Map<number, number>([
  [FORM.block1, 1],
  [FORM.block2, 2],
  [FORM.block4, 4],
  [FORM.block, 0],
  [FORM.expression, 0],
]);
const UNSIGNED: readonly number[] = [
  FORM.unsigned,
  FORM.referenceUnsigned,
  FORM.textIndex,
  FORM.addressIndex,
  FORM.locationListIndex,
  FORM.rangeListIndex,
];
const OFFSETS: readonly number[] = [FORM.textPointer, FORM.lineTextPointer, FORM.sectionOffset, FORM.supplementaryText];

/**
 * Reads a value. A text is where it begins, and what is in a block is passed over.
 * @throws {ModuleRefused} for a form that is unknown: where the next value begins, nobody knows then
 */
export function readForm(reader: SectionReader, form: number, widths: Widths): number {
  const fixed = FIXED.get(form);
  if (fixed !== undefined) return reader.fixed(fixed);
  if (UNSIGNED.includes(form)) return reader.u64();
  if (OFFSETS.includes(form)) return reader.fixed(widths.wide ? 8 : 4);
  const block = BLOCKS.get(form);
  if (block !== undefined) {
    reader.skip(block === 0 ? reader.u64() : reader.fixed(block));
    return 0;
  }
  switch (form) {
    case FORM.address:
      return reader.fixed(widths.addressBytes);
    case FORM.text:
      return reader.passText();
    case FORM.signed:
      return reader.signedNumber();
    case FORM.present:
      return 1;
    case FORM.data16:
      reader.skip(16);
      return 0;
    case FORM.referenceAnywhere:
      // Version 2 gave it the length of an address.
      return reader.fixed(widths.version <= 2 ? widths.addressBytes : widths.wide ? 8 : 4);
    default:
      throw new ModuleRefused(`the form 0x${form.toString(16)} is unknown`, reader.at);
  }
}
