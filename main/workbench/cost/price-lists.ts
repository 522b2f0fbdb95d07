import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OwnPriceList } from "../../../preload/contract";
import { parsePriceList } from "../../../runtime/cost/files";
import { builtInPriceLists, mergePriceLists, priceListName } from "../../../runtime/cost";
import type { PriceList } from "../../../runtime/cost";
import { isSystemError } from "../json-file";
import { parseJsonText } from "../json-text";

/** Every price list that there is. */
export interface KnownPriceLists {
  /** One of each platform and region; of a platform with several the first is its default. */
  readonly lists: readonly PriceList[];
  /** Which of them come from the user's own files. */
  readonly own: readonly OwnPriceList[];
}

export type ReadPriceLists =
  | ({ readonly ok: true } & KnownPriceLists)
  /** `message`: one line that names the file and the field. */
  | { readonly ok: false; readonly message: string };

type ReadFile =
  | { readonly ok: true; readonly file: string; readonly list: PriceList }
  | { readonly ok: false; readonly message: string };

/** Where a user's own price lists are, one a file; absolute where `home` is. */
export function ownPriceListFolder(home: string): string {
  return join(home, "price-lists");
}

/**
 * The price lists that come along, with the user's own over them: every `.json` file of the folder, by its name. One that is malformed is
 * refused, and nothing is priced without it: a bill by other prices than its user wrote would be wrong.
 */
export async function readPriceLists(home: string): Promise<ReadPriceLists> {
  const folder = ownPriceListFolder(home);
  const names = await jsonFiles(folder);
  if (!names.ok) return names;
  const own: { readonly file: string; readonly list: PriceList }[] = [];
  for (const name of names.files) {
    const read = await readPriceList(join(folder, name));
    if (!read.ok) return read;
    const same = own.find(({ list }) => priceListName(list) === priceListName(read.list));
    if (same !== undefined) {
      return refuse(
        read.file,
        `platform: ${same.file} has a price list of ${priceListName(read.list)} too: keep one of them`,
      );
    }
    own.push(read);
  }
  const lists = own.map(({ list }) => list);
  return {
    ok: true,
    lists: mergePriceLists(builtInPriceLists, lists),
    own: own.map(({ file, list }) => ({ name: priceListName(list), file })),
  };
}

async function jsonFiles(
  folder: string,
): Promise<
  { readonly ok: true; readonly files: readonly string[] } | { readonly ok: false; readonly message: string }
> {
  try {
    const names = await readdir(folder);
    // Hidden ones are an editor's or a file manager's.
    return { ok: true, files: names.filter((name) => /^[^.].*\.json$/i.test(name)).sort() };
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return { ok: true, files: [] };
    return refuse(folder, `can't be read (${codeOf(error)})`);
  }
}

async function readPriceList(file: string): Promise<ReadFile> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    return refuse(file, error instanceof TypeError ? "is not UTF-8 text" : `can't be read (${codeOf(error)})`);
  }
  const json = parseJsonText(text);
  if (!json.ok) return refuse(file + json.place, json.what);
  const parsed = parsePriceList(json.value);
  if (parsed.ok) return { ok: true, file, list: parsed.list };
  const [first, ...more] = parsed.problems;
  const rest = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return refuse(file, `${first?.path ?? ""}: ${first?.message ?? ""}${rest}`);
}

function refuse(place: string, what: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `the price list ${place}: ${what}` };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
