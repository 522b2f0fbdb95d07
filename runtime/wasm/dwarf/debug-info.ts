import { ModuleRefused } from "../byte-reader";
import { ATTRIBUTE } from "./constants";
import type { DebugSections } from "./debug-sections";
import { debugSections } from "./debug-sections";
import type { LineHeader } from "./line-header";
import { readLineHeader } from "./line-header";
import { findRows } from "./line-program";
import { rangesOf } from "./ranges";
import { declarationOf, findNames, findScopes } from "./scopes";
import type { Scope } from "./scopes";
import { sourcePath } from "./source-path";
import { readUnits } from "./unit";
import type { Unit } from "./unit";
import { Work } from "./work";

/** A place in a source. `path` has forward slashes, and is relative where the debug info has it so; line and column are 1-based. */
export interface SourcePlace {
  readonly path: string;
  readonly line: number;
  /** 1 where it is not known. */
  readonly column: number;
}

/** One function of a stack. A function that was copied into another has a frame of its own. */
export interface SourceFrame extends SourcePlace {
  /** Null for the function whose code it is, where it has no name here. */
  readonly name: string | null;
  /** Its code was copied into that of the frame after it. */
  readonly isInlined: boolean;
}

/**
 * Reads where a module's code comes from, out of DWARF of the versions 2 to 5. An address counts bytes from where the contents of the code
 * section begin. The bytes are nobody's to trust: what can't be read, or would take too long, is not there; nothing is thrown.
 * https://yurydelendik.github.io/webassembly-dwarf/
 */
export class DebugInfo {
  readonly #units: readonly Unit[];
  readonly #work: Work;

  private constructor(units: readonly Unit[], work: Work) {
    this.#units = units;
    this.#work = work;
  }

  /** Null: the module has no debug info. */
  static open(module: Uint8Array, work = new Work()): DebugInfo | null {
    const sections = debugSections(module);
    return sections === null ? null : DebugInfo.#of(sections, work);
  }

  static #of(sections: DebugSections, work: Work): DebugInfo | null {
    const units = readUnits(sections, work);
    return units.length === 0 ? null : new DebugInfo(units, work);
  }

  /** Where the code at these addresses comes from, by its own line alone. */
  places(addresses: readonly number[]): ReadonlyMap<number, SourcePlace> {
    const places = new Map<number, SourcePlace>();
    this.#eachUnit(addresses, (unit, own) => {
      for (const [address, place] of new UnitLines(unit, this.#work).places(own)) places.set(address, place);
    });
    return places;
  }

  /** The frames at these addresses, the innermost first. */
  frames(addresses: readonly number[]): ReadonlyMap<number, readonly SourceFrame[]> {
    const frames = new Map<number, readonly SourceFrame[]>();
    this.#eachUnit(addresses, (unit, own) => {
      const lines = new UnitLines(unit, this.#work);
      const places = lines.places(own);
      // Who has lines, and no functions, still has lines.
      for (const [address, place] of places) frames.set(address, [{ ...place, name: null, isInlined: false }]);
      const scopes = findScopes(unit, [...places.keys()], this.#work);
      const names = namesOf(unit, [...scopes.values()].flat(), this.#work);
      for (const [address, place] of places)
        frames.set(
          address,
          framesOf(place, scopes.get(address) ?? [], (scope) => names.get(scope) ?? null, lines),
        );
    });
    return frames;
  }

  /** Of one that can't be read nothing more is said than was. */
  #eachUnit(addresses: readonly number[], read: (unit: Unit, own: readonly number[]) => void): void {
    let left = [...new Set(addresses)].sort((one, other) => one - other);
    for (const unit of this.#units) {
      if (left.length === 0 || this.#work.isOver) return;
      try {
        const ranges = rangesOf(unit, unit.root, this.#work);
        this.#work.spend(1 + ranges.length * left.length);
        const own = left.filter((address) => ranges.some(({ low, high }) => address >= low && address < high));
        if (own.length === 0) continue;
        left = left.filter((address) => !own.includes(address));
        read(unit, own);
      } catch (error) {
        if (!(error instanceof ModuleRefused)) throw error;
        this.#work.failed();
      }
    }
  }
}

function framesOf(
  place: SourcePlace,
  scopes: readonly Scope[],
  nameOf: (scope: Scope) => string | null,
  lines: UnitLines,
): readonly SourceFrame[] {
  const frames: SourceFrame[] = [];
  let at: SourcePlace | null = place;
  for (const scope of [...scopes].reverse()) {
    if (at !== null) frames.push({ ...at, name: nameOf(scope), isInlined: scope.isInlined });
    if (!scope.isInlined) return frames;
    at = lines.callPlace(scope);
  }
  // What the functions are that it was copied into, the debug info does not say.
  if (at !== null) frames.push({ ...at, name: null, isInlined: false });
  return frames;
}

function namesOf(unit: Unit, scopes: readonly Scope[], work: Work): ReadonlyMap<Scope, string> {
  const declarations = new Map<Scope, number>();
  for (const scope of scopes) {
    const declaration = declarationOf(unit, scope.entry, work);
    if (declaration !== null) declarations.set(scope, declaration);
  }
  const names = findNames(unit, new Set(declarations.values()), work);
  const found = new Map<Scope, string>();
  for (const [scope, declaration] of declarations) {
    const name = names.get(declaration) ?? "";
    if (name !== "") found.set(scope, name);
  }
  return found;
}

/** A unit's line table. */
class UnitLines {
  readonly #unit: Unit;
  readonly #work: Work;
  readonly #header: LineHeader | null;

  constructor(unit: Unit, work: Work) {
    this.#unit = unit;
    this.#work = work;
    const offset = unit.root.get(ATTRIBUTE.lineTable)?.value;
    this.#header =
      offset === undefined ? null : readLineHeader(unit.sections.line, offset, unit.header.addressBytes, work);
  }

  /** @param addresses ascending */
  places(addresses: readonly number[]): ReadonlyMap<number, SourcePlace> {
    const places = new Map<number, SourcePlace>();
    if (this.#header === null) return places;
    for (const [address, { file, line, column }] of findRows(this.#header, addresses, this.#work)) {
      const path = this.#path(file);
      if (path !== null) places.set(address, { path, line, column: Math.max(1, column) });
    }
    return places;
  }

  /** Where a function that was copied into another would have been called. */
  callPlace({ attributes }: Scope): SourcePlace | null {
    const line = attributes.get(ATTRIBUTE.callLine)?.value ?? 0;
    const column = attributes.get(ATTRIBUTE.callColumn)?.value ?? 0;
    const path = this.#path(attributes.get(ATTRIBUTE.callFile)?.value ?? 0);
    return path === null || line < 1 ? null : { path, line, column: Math.max(1, column) };
  }

  #path(number: number): string | null {
    if (this.#header === null) return null;
    const { version, files, folders } = this.#header;
    const first = version === 5 ? 0 : 1;
    const file = files[number - first];
    const name = file === undefined ? null : this.#unit.lineText(file.path);
    if (file === undefined || name === null || name === "") return null;
    const folder = version === 5 || file.folder > 0 ? this.#unit.lineText(folders[file.folder - first]) : null;
    const compilation = this.#unit.text(this.#unit.root.get(ATTRIBUTE.compilationFolder));
    return sourcePath([compilation ?? "", folder ?? "", name]);
  }
}
