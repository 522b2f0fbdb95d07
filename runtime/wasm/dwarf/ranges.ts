import { ModuleRefused } from "../byte-reader";
import { ATTRIBUTE, FORM, RANGE_ENTRY } from "./constants";
import type { Attributes } from "./entries";
import { SectionReader } from "./section-reader";
import type { Unit } from "./unit";
import type { Work } from "./work";

/** Addresses from `low` to before `high`: bytes from where the code section's contents begin. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What a linker writes for code that it left out is one of these or more; and where the section begins there is none. */
const FIRST_DEAD_32 = 0xffff_fffe;

/** Where the code of an entry is. Empty: nowhere, or it was left out. @throws {ModuleRefused} */
export function rangesOf(unit: Unit, attributes: Attributes, work: Work): readonly Range[] {
  const list = attributes.get(ATTRIBUTE.ranges);
  if (list !== undefined) {
    const ranges =
      unit.header.version < 5 ? oldRanges(unit, list.value, work) : newRanges(unit, listStart(unit, list), work);
    return ranges.filter(isThere);
  }
  const low = unit.address(attributes.get(ATTRIBUTE.lowPc));
  const end = attributes.get(ATTRIBUTE.highPc);
  if (low === null || end === undefined) return [];
  // A number instead of an address is how long the code is.
  const range = { low, high: unit.address(end) ?? low + end.value };
  return isThere(range) ? [range] : [];
}

export function isAlive(address: number): boolean {
  return address > 0 && address < FIRST_DEAD_32;
}

function isThere({ low, high }: Range): boolean {
  return isAlive(low) && high > low;
}

function unitBase(unit: Unit): number {
  return unit.address(unit.root.get(ATTRIBUTE.lowPc)) ?? 0;
}

/** `.debug_ranges`: pairs, relative to a base, until one of zeros. */
function oldRanges(unit: Unit, start: number, work: Work): Range[] {
  const { addressBytes } = unit.header;
  const reader = new SectionReader(unit.sections.ranges, start);
  const newBase = 2 ** (8 * addressBytes) - 1;
  const ranges: Range[] = [];
  let base = unitBase(unit);
  for (;;) {
    work.spend(1);
    const low = reader.fixed(addressBytes);
    const high = reader.fixed(addressBytes);
    if (low === 0 && high === 0) return ranges;
    if (low === newBase) base = high;
    else if (isAlive(low + base) && low < FIRST_DEAD_32) ranges.push({ low: base + low, high: base + high });
  }
}

/** Where a list begins in `.debug_rnglists`. */
function listStart(unit: Unit, { form, value }: { readonly form: number; readonly value: number }): number {
  if (form !== FORM.rangeListIndex) return value;
  const bytes = unit.header.wide ? 8 : 4;
  const base = unit.root.get(ATTRIBUTE.rangeListsBase)?.value ?? 12;
  return base + new SectionReader(unit.sections.rangeLists, base + value * bytes).fixed(bytes);
}

/** `.debug_rnglists`: entries of several kinds, until one that ends the list. */
function newRanges(unit: Unit, start: number, work: Work): Range[] {
  const reader = new SectionReader(unit.sections.rangeLists, start);
  const address = (): number => reader.fixed(unit.header.addressBytes);
  const indexed = (): number => unit.addressAt(reader.u64());
  const ranges: Range[] = [];
  let base = unitBase(unit);
  const add = (low: number, high: number): void => void ranges.push({ low, high });
  const from = (low: number): void => {
    add(low, low + reader.u64());
  };
  for (;;) {
    work.spend(1);
    const kind = reader.byte();
    if (kind === RANGE_ENTRY.end) return ranges;
    else if (kind === RANGE_ENTRY.baseIndex) base = indexed();
    else if (kind === RANGE_ENTRY.startIndexEndIndex) add(indexed(), indexed());
    else if (kind === RANGE_ENTRY.startIndexLength) from(indexed());
    else if (kind === RANGE_ENTRY.offsetPair) add(base + reader.u64(), base + reader.u64());
    else if (kind === RANGE_ENTRY.base) base = address();
    else if (kind === RANGE_ENTRY.startEnd) add(address(), address());
    else if (kind === RANGE_ENTRY.startLength) from(address());
    else throw new ModuleRefused(`there is no range of kind ${kind}`, reader.at - 1);
  }
}
