import { ModuleRefused } from "../byte-reader";
import { FORM, LINE_CONTENT } from "./constants";
import type { FormValue, Widths } from "./forms";
import { readForm } from "./forms";
import { SectionReader } from "./section-reader";
import type { Work } from "./work";

/** A file as a line table names it; its texts are read when somebody asks for them. */
export interface FileEntry {
  readonly path: FormValue;
  readonly folder: number;
}

/** What stands before a line program. */
export interface LineHeader extends Widths {
  readonly addressStep: number;
  readonly lineBase: number;
  readonly lineRange: number;
  /** How many arguments each standard opcode takes, from opcode 1 on. */
  readonly argumentCounts: readonly number[];
  /** Version 5 begins both lists with what the unit itself is; before, they were counted from 1. */
  readonly folders: readonly FormValue[];
  readonly files: readonly FileEntry[];
  /** At the program. */
  readonly program: SectionReader;
}

/** Reads what stands at an offset of `.debug_line`. @throws {ModuleRefused} */
export function readLineHeader(section: Uint8Array, offset: number, unitAddressBytes: number, work: Work): LineHeader {
  const begin = new SectionReader(section, offset);
  const { length, wide } = begin.initialLength();
  const start = begin.at;
  begin.skip(length);
  const reader = new SectionReader(section, start, begin.at);
  const version = reader.fixed(2);
  if (version < 2 || version > 5) throw new ModuleRefused(`version ${version} of line tables is not known`, start);
  const addressBytes = version === 5 ? reader.byte() : unitAddressBytes;
  if (version === 5) reader.skip(1);
  const headerLength = reader.fixed(wide ? 8 : 4);
  const programStart = reader.at + headerLength;
  const addressStep = reader.byte();
  // How many operations an instruction holds: one, on Wasm. Then, whether rows are statements at first.
  reader.skip(version >= 4 ? 2 : 1);
  const lineBase = reader.signedByte();
  const lineRange = reader.byte();
  const argumentCounts = Array.from({ length: Math.max(0, reader.byte() - 1) }, () => reader.byte());
  if (lineRange === 0) throw new ModuleRefused("a line table has no range of lines", reader.at);
  const widths = { version, wide, addressBytes };
  const { folders, files } = version === 5 ? newLists(reader, widths, work) : oldLists(reader, work);
  const program = new SectionReader(section, programStart, reader.end);
  return { ...widths, addressStep, lineBase, lineRange, argumentCounts, folders, files, program };
}

type Lists = Pick<LineHeader, "folders" | "files">;

/** Texts, each list until an empty one. */
function oldLists(reader: SectionReader, work: Work): Lists {
  const folders: FormValue[] = [];
  const files: FileEntry[] = [];
  for (let path = oldText(reader, work); path !== null; path = oldText(reader, work)) folders.push(path);
  for (let path = oldText(reader, work); path !== null; path = oldText(reader, work)) {
    const folder = reader.u64();
    // When it was changed, and how long it is.
    reader.u64();
    reader.u64();
    files.push({ path, folder });
  }
  return { folders, files };
}

function oldText(reader: SectionReader, work: Work): FormValue | null {
  work.spend(1);
  const value = reader.passText();
  return reader.at === value + 1 ? null : { form: FORM.text, value };
}

/** Each list says what its entries hold. */
function newLists(reader: SectionReader, widths: Widths, work: Work): Lists {
  const folders = newList(reader, widths, work).map(({ path }) => path);
  return { folders, files: newList(reader, widths, work) };
}

function newList(reader: SectionReader, widths: Widths, work: Work): FileEntry[] {
  const fields = Array.from({ length: reader.byte() }, () => ({ content: reader.u64(), form: reader.u64() }));
  const count = reader.u64();
  const entries: FileEntry[] = [];
  for (let at = 0; at < count; at += 1) {
    // Fields of no bytes could be as many as a number can say.
    work.spend(1 + fields.length);
    let path: FormValue = { form: FORM.data1, value: 0 };
    let folder = 0;
    for (const { content, form } of fields) {
      const value = readForm(reader, form, widths);
      if (content === LINE_CONTENT.path) path = { form, value };
      else if (content === LINE_CONTENT.folderIndex) folder = value;
    }
    entries.push({ path, folder });
  }
  return entries;
}
