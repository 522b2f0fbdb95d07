import type { ByteReader } from "./byte-reader";
import { ModuleRefused } from "./byte-reader";
import type { DataSegment } from "./module";
import { readValueType } from "./read-types";

const END = 0x0b;
const GLOBAL_GET = 0x23;
const I32_CONST = 0x41;
const REF_NULL = 0xd0;
const REF_FUNC = 0xd2;
const VECTOR = 0xfd;
const V128_CONST = 12;
/** Of the extended constant expressions: add, subtract and multiply, of 32 and 64 bits. */
const ARITHMETIC = [0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e];

/** Reads a constant expression. Null: it is not one 32-bit number. @throws {ModuleRefused} */
export function readConstant(reader: ByteReader): number | null {
  let only: number | null = null;
  let count = 0;
  for (;;) {
    const opcode = reader.byte();
    if (opcode === END) return count === 1 ? only : null;
    count += 1;
    only = readInstruction(opcode, reader);
  }
}

function readInstruction(opcode: number, reader: ByteReader): number | null {
  if (opcode === I32_CONST) return Number(BigInt.asUintN(32, reader.signed(32)));
  if (opcode === GLOBAL_GET || opcode === REF_FUNC) reader.u32();
  else if (opcode === 0x42) reader.signed(64);
  else if (opcode === 0x43) reader.skip(4);
  else if (opcode === 0x44) reader.skip(8);
  else if (opcode === REF_NULL) reader.signed(33);
  else if (opcode === VECTOR && reader.u32() === V128_CONST) reader.skip(16);
  else if (!ARITHMETIC.includes(opcode)) {
    const text = `0x${opcode.toString(16).padStart(2, "0")}`;
    throw new ModuleRefused(`the instruction ${text} is not known in a constant`, reader.at - 1);
  }
  return null;
}

/** @throws {ModuleRefused} */
export function readDataSegment(reader: ByteReader): DataSegment {
  const flags = reader.u32();
  if (flags > 2) throw new ModuleRefused("a data segment has unknown flags", reader.at - 1);
  if (flags === 2 && reader.u32() !== 0)
    throw new ModuleRefused("a data segment is for another memory than the first", reader.at - 1);
  const offset = flags === 1 ? null : readConstant(reader);
  return { passive: flags === 1, offset, bytes: reader.take(reader.u32()) };
}

/** `passive`: code may use and drop it. @throws {ModuleRefused} */
export function readElement(reader: ByteReader): { readonly passive: boolean } {
  const flags = reader.u32();
  if (flags > 7) throw new ModuleRefused("an element segment has unknown flags", reader.at - 1);
  const active = (flags & 1) === 0;
  const explicit = (flags & 2) !== 0;
  const expressions = (flags & 4) !== 0;
  if (active && explicit) reader.u32();
  if (active) readConstant(reader);
  // The first form of each leaves out what it holds: functions.
  if (!active || explicit) {
    if (expressions) readValueType(reader);
    else reader.byte();
  }
  const count = reader.count();
  for (let index = 0; index < count; index += 1) {
    if (expressions) readConstant(reader);
    else reader.u32();
  }
  return { passive: !active && !explicit };
}
