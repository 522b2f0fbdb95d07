/** Writes debug sections by the specification, by another way than the reader reads them. */
import { concatBytes, nameBytes, unsignedBytes } from "../../../../runtime/wasm";

export function unsigned(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn);
    if (rest < 0x80n) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

export function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn);
    const isLast = (rest >> 6n === 0n && byte < 0x40) || (rest >> 6n === -1n && byte >= 0x40);
    if (isLast) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

export function fixed(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, at) => Math.floor(value / 2 ** (8 * at)) & 0xff);
}

export function text(value: string): number[] {
  return [...new TextEncoder().encode(value), 0];
}

/** With its length before it. */
export function sized(body: readonly number[]): number[] {
  return [...fixed(body.length, 4), ...body];
}

export type Sections = Readonly<Record<string, readonly number[]>>;

/** A module of nothing but custom sections. */
export function debugModule(sections: Sections): Uint8Array {
  const preamble = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const custom = Object.entries(sections).map(([name, content]) => {
    const body = [...nameBytes(name), ...content];
    return Uint8Array.from([0, ...unsignedBytes(body.length), ...body]);
  });
  return concatBytes([preamble, ...custom]);
}

export interface Row {
  readonly address: number;
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

const OPCODE_BASE = 13;
const LINE_BASE = -5;
const LINE_RANGE = 14;

/** One sequence of rows, with ascending addresses, that ends at an address. `compact`: by special opcodes where they reach. */
export function lineProgram(rows: readonly Row[], end: number, compact: boolean): number[] {
  const bytes: number[] = [];
  let last: Row = { address: 0, file: 1, line: 1, column: 0 };
  for (const [at, row] of rows.entries()) {
    if (at === 0) bytes.push(0, 5, 2, ...fixed(row.address, 4));
    if (row.file !== last.file) bytes.push(4, ...unsigned(BigInt(row.file)));
    if (row.column !== last.column) bytes.push(5, ...unsigned(BigInt(row.column)));
    const step = at === 0 ? 0 : row.address - last.address;
    const opcode = row.line - last.line - LINE_BASE + LINE_RANGE * step + OPCODE_BASE;
    const reaches = row.line - last.line >= LINE_BASE && row.line - last.line < LINE_BASE + LINE_RANGE && opcode < 256;
    if (compact && reaches) bytes.push(opcode);
    else bytes.push(2, ...unsigned(BigInt(step)), 3, ...signed(BigInt(row.line - last.line)), 1);
    last = row;
  }
  return [...bytes, 2, ...unsigned(BigInt(end - last.address)), 0, 1, 1];
}

const ARGUMENTS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const OPCODES = [LINE_BASE & 0xff, LINE_RANGE, OPCODE_BASE, ...ARGUMENTS];

/** A line table of version 4 with two folders, and as many files as named: the first in the unit's own folder, the others in `lib`. */
export function lineTable4(files: readonly string[], program: readonly number[]): number[] {
  const lists = [
    ...[...text("other"), ...text("lib"), 0],
    ...[...files.flatMap((name, at) => [...text(name), at === 0 ? 0 : 2, 0, 0]), 0],
  ];
  const header = [1, 1, 1, ...OPCODES, ...lists];
  return sized([...fixed(4, 2), ...sized(header), ...program]);
}

/** The same of version 5: names stand in `.debug_line_str`, which begins with them. */
export function lineTable5(
  files: readonly string[],
  program: readonly number[],
): { readonly table: number[]; readonly texts: number[] } {
  const texts: number[] = [];
  const place = (name: string): number[] => {
    const at = texts.length;
    texts.push(...text(name));
    return fixed(at, 4);
  };
  const folders = [".", "other", "lib"].flatMap(place);
  // Files are counted from 0 here, where the first is the unit's own.
  const entries = ["unit.c", ...files].flatMap((name, at) => [...place(name), at < 2 ? 0 : 2]);
  const lists = [...[1, 1, 0x1f, 3, ...folders], ...[2, 1, 0x1f, 2, 0x0b, files.length + 1, ...entries]];
  const header = [1, 1, 1, ...OPCODES, ...lists];
  return { table: sized([...fixed(5, 2), 4, 0, ...sized(header), ...program]), texts };
}

/**
 * Two functions: `handler` from 0x10 to 0x40, with `shop::pick` copied into it from 0x20 to 0x30, called in line 9, column 3; and one that the
 * linker left out. Attributes: 0x03 name, 0x10 line table, 0x11 and 0x12 begin and end, 0x1b folder, 0x31 origin, 0x58 file, 0x59 line and
 * 0x57 column of the call.
 */
export function unit4(low: number, high: number): { readonly info: number[]; readonly abbreviations: number[] } {
  const abbreviations = [
    ...[1, 0x11, 1, 0x10, 0x17, 0x1b, 0x08, 0x11, 0x01, 0x12, 0x06, 0, 0],
    ...[2, 0x39, 1, 0x03, 0x08, 0, 0],
    ...[3, 0x2e, 0, 0x03, 0x08, 0, 0],
    ...[4, 0x2e, 1, 0x03, 0x08, 0x11, 0x01, 0x12, 0x06, 0, 0],
    ...[5, 0x1d, 0, 0x31, 0x13, 0x11, 0x01, 0x12, 0x06, 0x58, 0x0b, 0x59, 0x0b, 0x57, 0x0b, 0, 0],
    0,
  ];
  const head = [...fixed(4, 2), ...fixed(0, 4), 4];
  const root = [1, ...fixed(0, 4), ...text("."), ...fixed(low, 4), ...fixed(high - low, 4)];
  const namespace = [2, ...text("shop")];
  const origin = 4 + head.length + root.length + namespace.length;
  const entries = [
    ...root,
    ...[...namespace, ...[3, ...text("pick")], 0],
    ...[4, ...text("handler"), ...fixed(0x10, 4), ...fixed(0x30, 4)],
    ...[...[5, ...fixed(origin, 4), ...fixed(0x20, 4), ...fixed(0x10, 4), 1, 9, 3], 0],
    ...[4, ...text("gone"), ...fixed(0xffff_ffff, 4), ...fixed(0x10, 4), 0],
    0,
  ];
  return { info: sized([...head, ...entries]), abbreviations };
}
