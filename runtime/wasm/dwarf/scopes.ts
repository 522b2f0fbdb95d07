import { ATTRIBUTE, TAG } from "./constants";
import type { Attributes } from "./entries";
import { readAttributes, readKind, skipAttributes } from "./entries";
import { rangesOf } from "./ranges";
import type { Unit } from "./unit";
import type { Work } from "./work";

/** A function that code is of, or one that was copied into another by the compiler. */
export interface Scope {
  /** The offset of its entry. */
  readonly entry: number;
  readonly attributes: Attributes;
  readonly isInlined: boolean;
}

/** More functions copied into each other nobody reads through. */
const MOST_SCOPES = 64;

/**
 * The functions that each address is of, the outermost first.
 * @throws {ModuleRefused}
 */
export function findScopes(
  unit: Unit,
  addresses: readonly number[],
  work: Work,
): ReadonlyMap<number, readonly Scope[]> {
  const scopes = new Map<number, Scope[]>();
  const reader = unit.reader(unit.header.entries);
  while (!reader.done) {
    const entry = reader.at;
    const kind = readKind(reader, unit.header);
    if (kind === null) {
      work.spend(1);
      continue;
    }
    const isInlined = kind.tag === TAG.inlinedSubroutine;
    if (!isInlined && kind.tag !== TAG.subprogram) {
      skipAttributes(reader, kind, unit.header, work);
      continue;
    }
    const attributes = readAttributes(reader, kind, unit.header, work);
    const ranges = rangesOf(unit, attributes, work);
    if (ranges.length === 0) continue;
    work.spend(ranges.length * addresses.length);
    for (const address of addresses) {
      if (!ranges.some(({ low, high }) => address >= low && address < high)) continue;
      const list = scopes.get(address) ?? [];
      if (list.length < MOST_SCOPES) list.push({ entry, attributes, isInlined });
      scopes.set(address, list);
    }
  }
  return scopes;
}

/** Kinds of entries whose names stand before those of the functions in them. */
const NAMING: readonly number[] = [TAG.namespace, TAG.structureType, TAG.classType, TAG.unionType, TAG.enumerationType];
const MOST_ORIGINS = 8;
const MOST_QUALIFIERS = 16;

/** The entry that declares what another one is a copy or the definition of. Null: it is in another unit. */
export function declarationOf(unit: Unit, entry: number, work: Work): number | null {
  let at = entry;
  for (let left = MOST_ORIGINS; left > 0; left -= 1) {
    if (!unit.has(at)) return null;
    const attributes = unit.entry(at, work)?.attributes;
    const origin = attributes?.get(ATTRIBUTE.abstractOrigin) ?? attributes?.get(ATTRIBUTE.specification);
    const next = unit.reference(origin);
    if (next === null) return at;
    at = next;
  }
  return at;
}

/**
 * The names of functions by their declarations, with those of what they are in: `core::option::expect_failed`.
 * @throws {ModuleRefused}
 */
export function findNames(unit: Unit, declarations: ReadonlySet<number>, work: Work): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const reader = unit.reader(unit.header.entries);
  /** The entries that hold the one that is read. */
  const around: number[] = [];
  while (!reader.done && names.size < declarations.size) {
    const at = reader.at;
    const kind = readKind(reader, unit.header);
    if (kind === null) {
      work.spend(1);
      around.pop();
      continue;
    }
    skipAttributes(reader, kind, unit.header, work);
    if (declarations.has(at)) names.set(at, nameIn(unit, at, around.slice(-MOST_QUALIFIERS), work));
    if (kind.hasChildren) around.push(at);
  }
  return names;
}

function nameIn(unit: Unit, entry: number, around: readonly number[], work: Work): string {
  const own = unit.entry(entry, work)?.attributes;
  const qualifiers = around.flatMap((at) => {
    const holder = unit.entry(at, work);
    const name = holder === null || !NAMING.includes(holder.kind.tag) ? null : nameOf(unit, holder.attributes);
    return name === null ? [] : [name];
  });
  const name = own === undefined ? null : nameOf(unit, own);
  return name === null ? "" : [...qualifiers, name].join("::");
}

function nameOf(unit: Unit, attributes: Attributes): string | null {
  return unit.text(attributes.get(ATTRIBUTE.name) ?? attributes.get(ATTRIBUTE.linkageName));
}
