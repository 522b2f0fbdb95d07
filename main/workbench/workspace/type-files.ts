import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { nameInside, pathInside } from "./inside";

export interface TypeFile {
  /** Absolute path under the workspace as the editor sees it: `/node_modules/hono/package.json`. */
  readonly path: string;
  readonly text: string;
}

/** Enough for a framework and its helpers; a checker in a window slows down long before. */
const MOST_BYTES = 12 * 1024 * 1024;
const MOST_FILES = 3_000;
const WANTED = /(?:\.d\.[cm]?ts|^package\.json)$/;

/**
 * Declarations of the packages that a file of the workspace can import: those that the package.json files beside and above it
 * name, and `@types` for them, within the workspace. What goes beyond the limits is left out, the largest packages last.
 */
export async function typeFiles(folder: string, path: string): Promise<readonly TypeFile[]> {
  const start = await pathInside(folder, path);
  const collected = new Map<string, TypeFile>();
  let bytes = 0;
  async function collect(absolute: string): Promise<void> {
    const entries = await readdir(absolute, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const child = join(absolute, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && !entry.name.startsWith(".")) await collect(child);
      } else if (WANTED.test(entry.name) && collected.size < MOST_FILES) {
        const { size } = await stat(child);
        if (bytes + size > MOST_BYTES) continue;
        bytes += size;
        const name = `/${nameInside(folder, child)}`;
        collected.set(name, { path: name, text: await readFile(child, "utf8") });
      }
    }
  }
  for (const above of foldersAbove(folder, start)) {
    for (const name of await dependenciesOf(join(above, "package.json"))) {
      await collect(join(above, "node_modules", name));
      const typed = name.startsWith("@") ? name.slice(1).replace("/", "__") : name;
      await collect(join(above, "node_modules", "@types", typed));
    }
  }
  return [...collected.values()];
}

function foldersAbove(folder: string, start: string): string[] {
  const folders: string[] = [];
  for (let current = start; ; current = dirname(current)) {
    folders.push(current);
    if (current === folder || dirname(current) === current) return folders;
  }
}

async function dependenciesOf(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return [];
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Readonly<
      Record<string, Readonly<Record<string, string>>>
    >;
    return [...new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)])];
  } catch {
    // Half-written while it is edited: the next look finds it whole.
    return [];
  }
}
