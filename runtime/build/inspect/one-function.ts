import { ByteReader, type CoreModule, SECTION, concatBytes, unsignedBytes } from "../../wasm";
import { codeBodies } from "./code-bodies";

/** No locals, `unreachable`, `end`. */
const NO_CODE = Uint8Array.of(0x00, 0x00, 0x0b);
/** A passive data segment of no bytes. */
const NO_DATA = Uint8Array.of(0x01, 0x00);

/**
 * The module with the code of one function alone, and without its data: it says the same of that function, and is small enough to be
 * written as text, whatever else the module holds. `at`: among the module's own functions.
 */
export function withOneFunction(module: CoreModule, at: number): Uint8Array {
  const { bytes, sections } = module;
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  for (const { id, name, start, bodyStart, end } of sections) {
    if (id === SECTION.code) parts.push(section(id, oneBody(module, at)));
    else if (id === SECTION.data) parts.push(section(id, emptyData(new ByteReader(bytes, bodyStart, end))));
    else if (id !== SECTION.custom || name === "name") parts.push(bytes.subarray(start, end));
  }
  return concatBytes(parts);
}

function oneBody(module: CoreModule, at: number): Uint8Array {
  const bodies = codeBodies(module);
  const parts = bodies.flatMap(({ start, end }, index) => {
    const code = index === at ? module.bytes.subarray(start, end) : NO_CODE;
    return [Uint8Array.from(unsignedBytes(code.length)), code];
  });
  return concatBytes([Uint8Array.from(unsignedBytes(bodies.length)), ...parts]);
}

/** As many segments, for code that names them. */
function emptyData(reader: ByteReader): Uint8Array {
  const count = reader.count();
  return concatBytes([Uint8Array.from(unsignedBytes(count)), ...Array.from({ length: count }, () => NO_DATA)]);
}

function section(id: number, body: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.from([id, ...unsignedBytes(body.length)]), body]);
}
