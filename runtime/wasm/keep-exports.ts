import { concatBytes, nameBytes, unsignedBytes } from "./byte-writer";
import type { CoreModule, ExternKind } from "./module";
import { SECTION } from "./module";
import type { SectionBodies } from "./replace-sections";

const KINDS: Readonly<Record<ExternKind, number>> = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

/** The module's exports without those that nobody will ask for: each instance makes a function object for each that there is. */
export function keepExports({ exports }: CoreModule, isKept: (name: string) => boolean): SectionBodies {
  const entries = exports
    .filter(({ name }) => isKept(name))
    .map(({ name, kind, index }) => Uint8Array.from([...nameBytes(name), KINDS[kind], ...unsignedBytes(index)]));
  return new Map([[SECTION.export, concatBytes([Uint8Array.from(unsignedBytes(entries.length)), ...entries])]]);
}
