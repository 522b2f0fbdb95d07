import type { Blob } from "./blob.guest";
import { blobBytes, blobType, fileModified, fileName, fileOf, isBlob, isFile } from "./blob.guest";
import { exposeInterface } from "./interfaces.guest";
import { makePairIterable } from "./pair-iterable.guest";
import { append, bareArray, isObject, TypeError } from "./primordials.guest";
import type { File } from "./blob.guest";
import { requireArguments, setLength, usvString } from "./web-idl.guest";

/** One entry of a form: text or file. */
export interface FormEntry {
  readonly name: string;
  readonly value: string | File;
}

let entriesOf: (form: unknown) => { list: FormEntry[] };
let isForm: (value: unknown) => boolean;

export class FormData {
  #entries: { list: FormEntry[] } = { list: bareArray() };

  static {
    isForm = (value) => isObject(value) && #entries in value;
    entriesOf = (form) => {
      if (!isObject(form) || !(#entries in form)) throw new TypeError("Illegal invocation");
      return form.#entries;
    };
  }

  constructor(form?: unknown) {
    if (form !== undefined) throw new TypeError("FormData takes no form: there are no HTML elements here.");
  }

  append(name: string, value: unknown, filename?: unknown): void {
    const entries = entriesOf(this);
    requireArguments(arguments.length, 2, "FormData.append");
    append(entries.list, createEntry(name, value, filename, arguments.length > 2));
  }

  delete(name: string): void {
    const entries = entriesOf(this);
    requireArguments(arguments.length, 1, "FormData.delete");
    const wanted = usvString(name);
    const kept = bareArray<FormEntry>();
    for (let i = 0; i < entries.list.length; i++) {
      const entry = entries.list[i] as FormEntry;
      if (entry.name !== wanted) append(kept, entry);
    }
    entries.list = kept;
  }

  get(name: string): string | File | null {
    const { list } = entriesOf(this);
    requireArguments(arguments.length, 1, "FormData.get");
    const wanted = usvString(name);
    for (let i = 0; i < list.length; i++) if (list[i]?.name === wanted) return (list[i] as FormEntry).value;
    return null;
  }

  getAll(name: string): (string | File)[] {
    const { list } = entriesOf(this);
    requireArguments(arguments.length, 1, "FormData.getAll");
    const wanted = usvString(name);
    const values: (string | File)[] = [];
    for (let i = 0; i < list.length; i++) if (list[i]?.name === wanted) append(values, (list[i] as FormEntry).value);
    return values;
  }

  has(name: string): boolean {
    const { list } = entriesOf(this);
    requireArguments(arguments.length, 1, "FormData.has");
    const wanted = usvString(name);
    for (let i = 0; i < list.length; i++) if (list[i]?.name === wanted) return true;
    return false;
  }

  set(name: string, value: unknown, filename?: unknown): void {
    const entries = entriesOf(this);
    requireArguments(arguments.length, 2, "FormData.set");
    const entry = createEntry(name, value, filename, arguments.length > 2);
    const kept = bareArray<FormEntry>();
    let found = false;
    for (let i = 0; i < entries.list.length; i++) {
      const each = entries.list[i] as FormEntry;
      if (each.name !== entry.name) append(kept, each);
      else if (!found) {
        found = true;
        append(kept, entry);
      }
    }
    if (!found) append(kept, entry);
    entries.list = kept;
  }
}

/** The standard's "create an entry": a blob becomes a file. */
function createEntry(name: unknown, value: unknown, filename: unknown, named: boolean): FormEntry {
  const wanted = usvString(name);
  if (!isBlob(value)) {
    if (named) throw new TypeError("FormData: only a Blob can have a file name.");
    return { name: wanted, value: usvString(value) };
  }
  return { name: wanted, value: fileEntry(value, named && filename !== undefined ? usvString(filename) : undefined) };
}

function fileEntry(blob: Blob, filename: string | undefined): File {
  if (isFile(blob) && filename === undefined) return blob;
  const modified = isFile(blob) ? fileModified(blob) : undefined;
  const name = filename ?? (isFile(blob) ? fileName(blob) : "blob");
  return fileOf(blobBytes(blob), blobType(blob), name, modified);
}

/** The entries of a value that is a FormData; null for anything else. */
export function formEntries(value: unknown): readonly FormEntry[] | null {
  return isForm(value) ? entriesOf(value).list : null;
}

export function formDataOf(entries: readonly FormEntry[]): FormData {
  const form = new FormData();
  const { list } = entriesOf(form);
  for (let i = 0; i < entries.length; i++) append(list, entries[i] as FormEntry);
  return form;
}

export function installFormData(): void {
  exposeInterface(FormData, "FormData", 0);
  // The name of the file is only in one of the standard's two overloads.
  setLength(FormData.prototype, "append", 2);
  setLength(FormData.prototype, "set", 2);
  makePairIterable(FormData.prototype, "FormData", (self) => entriesOf(self).list);
}
