import { concatBytes, sectionOf } from "./byte-writer";
import type { CoreModule } from "./module";

/** Bodies that take the place of a module's own, by their sections' ids. Null: the section is left out. */
export type SectionBodies = ReadonlyMap<number, Uint8Array | null>;

/** The same module with other bodies of those of its sections that are named. */
export function replaceSections({ bytes, sections }: CoreModule, bodies: SectionBodies): Uint8Array {
  const parts = sections.flatMap(({ id, start, end }) => {
    const body = bodies.get(id);
    if (body === undefined) return [bytes.subarray(start, end)];
    return body === null ? [] : [sectionOf(id, body)];
  });
  return concatBytes([bytes.subarray(0, 8), ...parts]);
}
