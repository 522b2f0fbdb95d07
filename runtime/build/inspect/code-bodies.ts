import { ByteReader, type CoreModule, SECTION } from "../../wasm";

/** One function's code, with its locals and without its length. */
export interface CodeBody {
  readonly start: number;
  readonly end: number;
}

/** The code of a module's own functions, in their order. @throws {ModuleRefused} */
export function codeBodies({ bytes, sections }: Pick<CoreModule, "bytes" | "sections">): readonly CodeBody[] {
  const section = sections.find(({ id }) => id === SECTION.code);
  if (section === undefined) return [];
  const reader = new ByteReader(bytes, section.bodyStart, section.end);
  const bodies: CodeBody[] = [];
  for (let left = reader.count(); left > 0; left -= 1) {
    const length = reader.u32();
    const start = reader.at;
    reader.skip(length);
    bodies.push({ start, end: reader.at });
  }
  return bodies;
}
