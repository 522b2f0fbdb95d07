import { EXTENDED_OPCODE, LINE_OPCODE } from "./constants";
import type { LineHeader } from "./line-header";
import { isAlive } from "./ranges";
import { SectionReader } from "./section-reader";
import type { Work } from "./work";

/** Where code comes from: a file of the header's list, and a 1-based line and column, 0 where it is not known. */
export interface LineRow {
  readonly address: number;
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Runs a line program, and gives for each address the row that holds it. A row without a line, which is of code that the compiler made by
 * itself, counts as the one before it.
 * @param addresses ascending
 * @throws {ModuleRefused}
 */
export function findRows(header: LineHeader, addresses: readonly number[], work: Work): ReadonlyMap<number, LineRow> {
  const found = new Map<number, LineRow>();
  const sequence = new Sequence(addresses, found);
  const { program } = header;
  let state = begin();
  while (!program.done) {
    work.spend(1);
    const opcode = program.byte();
    if (opcode > header.argumentCounts.length) {
      state = special(header, state, opcode);
      sequence.add(state);
    } else if (opcode === LINE_OPCODE.copy) sequence.add(state);
    else if (opcode === LINE_OPCODE.extended) {
      const { end, next } = extended(program, state);
      if (end) sequence.end(state);
      state = end ? begin() : next;
    } else state = standard(header, state, opcode);
  }
  return found;
}

function begin(): LineRow {
  return { address: 0, file: 1, line: 1, column: 0 };
}

/** Steps address and line at once. */
function special(
  { argumentCounts, lineBase, lineRange, addressStep }: LineHeader,
  row: LineRow,
  opcode: number,
): LineRow {
  const adjusted = opcode - argumentCounts.length - 1;
  return {
    ...row,
    address: row.address + Math.floor(adjusted / lineRange) * addressStep,
    line: row.line + lineBase + (adjusted % lineRange),
  };
}

function standard(header: LineHeader, row: LineRow, opcode: number): LineRow {
  const { program, addressStep } = header;
  switch (opcode) {
    case LINE_OPCODE.advanceAddress:
      return { ...row, address: row.address + program.u64() * addressStep };
    case LINE_OPCODE.advanceLine:
      return { ...row, line: row.line + program.signedNumber() };
    case LINE_OPCODE.setFile:
      return { ...row, file: program.u64() };
    case LINE_OPCODE.setColumn:
      return { ...row, column: program.u64() };
    case LINE_OPCODE.constantAddAddress:
      return { ...row, address: special(header, row, 255).address };
    case LINE_OPCODE.fixedAdvanceAddress:
      return { ...row, address: row.address + program.fixed(2) };
    default:
      for (let left = header.argumentCounts[opcode - 1] ?? 0; left > 0; left -= 1) program.u64();
      return row;
  }
}

/** An opcode that says its own length, so that unknown ones can be passed over. */
function extended(program: SectionReader, row: LineRow): { readonly end: boolean; readonly next: LineRow } {
  const length = program.u64();
  const start = program.at;
  program.skip(length);
  if (length === 0) return { end: false, next: row };
  const body = new SectionReader(program.bytes, start, program.at);
  const opcode = body.byte();
  if (opcode === EXTENDED_OPCODE.endSequence) return { end: true, next: row };
  if (opcode !== EXTENDED_OPCODE.setAddress) return { end: false, next: row };
  return { end: false, next: { ...row, address: body.fixed(Math.min(length - 1, 8)) } };
}

/** Rows with ascending addresses: each holds from its own address to the next one's. */
class Sequence {
  readonly #addresses: readonly number[];
  readonly #found: Map<number, LineRow>;
  #last: LineRow | null = null;
  /** Of the last row that has one. */
  #known: LineRow | null = null;
  #isAlive = false;

  constructor(addresses: readonly number[], found: Map<number, LineRow>) {
    this.#addresses = addresses;
    this.#found = found;
  }

  add(row: LineRow): void {
    if (this.#last === null) this.#isAlive = isAlive(row.address);
    else this.#holds(this.#last.address, row.address);
    this.#last = row;
    if (row.line > 0) this.#known = row;
  }

  end(row: LineRow): void {
    if (this.#last !== null) this.#holds(this.#last.address, row.address);
    this.#last = null;
    this.#known = null;
  }

  #holds(low: number, high: number): void {
    if (this.#known === null || !this.#isAlive) return;
    for (let at = firstFrom(this.#addresses, low); at < this.#addresses.length; at += 1) {
      const address = this.#addresses[at];
      if (address === undefined || address >= high) return;
      if (!this.#found.has(address)) this.#found.set(address, this.#known);
    }
  }
}

/** The place of the first that is not below. */
function firstFrom(ascending: readonly number[], low: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? 0) < low) from = middle + 1;
    else to = middle;
  }
  return from;
}
