import { concatBytes, readModule } from "../../../wasm";
import { functionNames } from "../../inspect/custom-sections";

export interface NamedModule {
  /** Without the names. */
  readonly code: Uint8Array;
  readonly names: ReadonlyMap<number, string>;
}

/**
 * Takes the names of a module's functions out of it. They are there for whoever reads a stack; what is measured is the module as it is
 * deployed, and that has none. They come after all code, so that nothing that a source map speaks of moves.
 */
export function takeNames(named: Uint8Array): NamedModule {
  const module = readModule(named);
  const [section] = module.sections.filter(({ name }) => name === "name");
  if (section === undefined) return { code: named, names: new Map() };
  const code = Uint8Array.from(concatBytes([named.subarray(0, section.start), named.subarray(section.end)]));
  return { code, names: functionNames(module) };
}
