import type { ByteReader } from "./byte-reader";
import { ModuleRefused } from "./byte-reader";
import type { ValueType } from "./module";

const PLAIN: Readonly<Record<number, ValueType>> = {
  0x7f: "i32",
  0x7e: "i64",
  0x7d: "f32",
  0x7c: "f64",
  0x7b: "v128",
  0x70: "funcref",
  0x6f: "externref",
};
/** `(ref null …)` and `(ref …)`, which name their type. */
const NAMED_REFERENCES = [0x63, 0x64];
/** The abstract references, from `exn` to `nofunc`. */
const FIRST_REFERENCE = 0x68;
const LAST_REFERENCE = 0x75;

/** @throws {ModuleRefused} */
export function readValueType(reader: ByteReader): ValueType {
  const byte = reader.byte();
  const plain = PLAIN[byte];
  if (plain !== undefined) return plain;
  if (NAMED_REFERENCES.includes(byte)) {
    reader.signed(33);
    return "ref";
  }
  if (byte >= FIRST_REFERENCE && byte <= LAST_REFERENCE) return "ref";
  throw new ModuleRefused("there is no such type", reader.at - 1);
}
