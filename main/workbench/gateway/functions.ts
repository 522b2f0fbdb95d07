import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { isFunctionFile } from "../../../runtime/model";
import type { ServedFunction } from "./gateway-types";

/** Files that stand beside functions and are none: tests, tools' settings. */
const COMPANION_FILE = /\.(?:test|spec|config)\.[cm]?[jt]sx?$/;

/** Whether a folder holds an entry (index.*, a package.json main, a platform's project file). */
export type HasEntry = (folder: string) => boolean | Promise<boolean>;

/**
 * The functions of a folder, by name: each file of a type that builds, and each subfolder with an entry. Names that begin
 * with a dot or an underscore, `node_modules`, declarations, tests and `*.config.*` are left out. Where a file and a folder
 * have one name, the file counts. Rejects when the folder can't be read.
 */
export async function listFunctions(folder: string, hasEntry: HasEntry): Promise<ServedFunction[]> {
  const names = (await readdir(folder)).sort();
  const found = new Map<string, ServedFunction>();
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of names) {
    if (/^[._]/.test(name) || name === "node_modules") {
      continue;
    }
    const stats = await stat(join(folder, name)).catch(() => null);
    if (stats?.isFile() === true && isFunctionFile(name) && !COMPANION_FILE.test(name)) {
      files.push(name);
    } else if (stats?.isDirectory() === true && (await hasEntry(join(folder, name)))) {
      folders.push(name);
    }
  }
  for (const name of [...files, ...folders]) {
    const own = files.includes(name) ? basename(name, extname(name)) : name;
    if (!found.has(own)) {
      found.set(own, { name: own, entry: join(folder, name), prefix: `/${encodeURIComponent(own)}` });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where a request's path leads: a function and the path it sees, the folder's index, or a name that no function has. */
export type Route =
  | { readonly type: "function"; readonly served: ServedFunction; readonly path: string }
  | { readonly type: "index" }
  | { readonly type: "unknown"; readonly name: string };

/** What a gateway serves. */
export interface FunctionTable {
  /** From what was last read; `refresh` where that knows no function. `path` begins with a slash and holds the query. */
  route(path: string): Route;
  list(): readonly ServedFunction[];
  /** Reads the folder again. */
  refresh(): Promise<void>;
}

/** The table of one function, at `/`. */
export function singleFunction(name: string, entry: string): FunctionTable {
  const served: ServedFunction = { name, entry, prefix: "" };
  return {
    route: (path) => ({ type: "function", served, path }),
    list: () => [served],
    refresh: () => Promise.resolve(),
  };
}

/** The table of a folder: `/<name>/rest` leads to the function `name`, which sees `/rest`. */
export async function folderFunctions(folder: string, hasEntry: HasEntry): Promise<FunctionTable> {
  let functions = new Map<string, ServedFunction>();
  async function refresh(): Promise<void> {
    const listed = await listFunctions(folder, hasEntry);
    functions = new Map(listed.map((one) => [one.name, one]));
  }
  await refresh();
  return {
    route(path) {
      const { name, rest } = splitPath(path);
      if (name === "") {
        return { type: "index" };
      }
      const served = functions.get(name) ?? functions.get(decoded(name));
      return served === undefined ? { type: "unknown", name: decoded(name) } : { type: "function", served, path: rest };
    },
    list: () => [...functions.values()],
    refresh,
  };
}

/** `/name/rest?query` as `name` and `/rest?query`; `/name?query` as `name` and `/?query`. */
export function splitPath(path: string): { readonly name: string; readonly rest: string } {
  const end = path.slice(1).search(/[/?]/);
  if (end === -1) {
    return { name: path.slice(1), rest: "/" };
  }
  const rest = path.slice(end + 1);
  return { name: path.slice(1, end + 1), rest: rest.startsWith("/") ? rest : `/${rest}` };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
