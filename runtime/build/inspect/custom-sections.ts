import { ByteReader, type CoreModule, ModuleRefused, SECTION } from "../../wasm";

/**
 * Custom sections that tools agree on. No engine reads them, and none fails for one that is malformed: what could be read of it counts.
 * https://github.com/WebAssembly/tool-conventions
 */

export interface Producer {
  /** `language`, `processed-by` or `sdk`. */
  readonly field: string;
  readonly name: string;
  readonly version: string;
}

export function readProducers(module: CoreModule): readonly Producer[] {
  const producers: Producer[] = [];
  readCustom(module, "producers", (reader) => {
    for (let fields = reader.count(); fields > 0; fields -= 1) {
      const field = reader.name();
      for (let values = reader.count(); values > 0; values -= 1)
        producers.push({ field, name: reader.name(), version: reader.name() });
    }
  });
  return producers;
}

/** `+` before a feature that is used, `=` before one that every part must have, `-` before one that none may. */
export function readFeatures(module: CoreModule): readonly string[] {
  const features: string[] = [];
  readCustom(module, "target_features", (reader) => {
    for (let count = reader.count(); count > 0; count -= 1) {
      const prefix = String.fromCharCode(reader.byte());
      const name = reader.name();
      features.push(prefix === "+" ? name : `${prefix}${name}`);
    }
  });
  return features;
}

const FUNCTION_NAMES = 1;

/** Names of functions by their index, from the custom section `name`. */
export function functionNames(module: CoreModule): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  readCustom(module, "name", (reader) => {
    while (!reader.done) {
      const kind = reader.byte();
      const length = reader.u32();
      const start = reader.at;
      reader.skip(length);
      if (kind !== FUNCTION_NAMES) continue;
      const part = new ByteReader(module.bytes, start, reader.at);
      for (let count = part.count(); count > 0; count -= 1) names.set(part.u32(), part.name());
    }
  });
  return names;
}

function readCustom({ bytes, sections }: CoreModule, name: string, read: (reader: ByteReader) => void): void {
  for (const section of sections) {
    if (section.id !== SECTION.custom || section.name !== name) continue;
    const reader = new ByteReader(bytes, section.bodyStart, section.end);
    try {
      reader.name();
      read(reader);
    } catch (error) {
      if (!(error instanceof ModuleRefused)) throw error;
    }
  }
}
