import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { z } from "zod";
import type { TypeFile } from "../../../preload/contract";
import { MAX_FILE_BYTES } from "./files";
import { importedPackages, packageOf } from "./imported-packages";
import { placeIn, windowPath } from "./paths";
import { readText } from "./read-text";

export interface TypeLimits {
  readonly bytes: number;
  readonly files: number;
}

/** Enough for a framework and what it stands on; a checker in a window slows down long before. */
const LIMITS: TypeLimits = { bytes: 12 * 1024 * 1024, files: 3000 };
const WANTED = /(?:\.d\.[cm]?ts|^package\.json)$/;
const NAMES = z.record(z.string(), z.string()).catch({});
const MANIFEST = z.object({ dependencies: NAMES, devDependencies: NAMES, peerDependencies: NAMES }).partial();

interface Package {
  readonly name: string;
  /** Absolute, as Node finds it; perhaps by a link. */
  readonly folder: string;
  /** As the editor sees it, `/node_modules/…`. */
  readonly shown: string;
}

/**
 * Declarations of the packages that a file of the open folder can import: those that it names, those that the package.json files
 * beside and above it list, the `@types` of both, and what these stand on. Packages are searched where the build searches them.
 * Past the limits the rest is left out; what the file names itself comes first.
 */
export async function typeFiles(root: string, path: string, limits = LIMITS): Promise<readonly TypeFile[]> {
  const place = await placeIn(root, path, { follow: true });
  const collected = new Collected(limits);
  const queue = await firstPackages(root, place.absolute);
  const seen = new Set<string>();
  // The list grows while it is walked: what a package stands on comes after all that were asked for.
  for (const found of queue) {
    if (seen.has(found.shown)) continue;
    seen.add(found.shown);
    await collected.collect(found.folder, found.shown);
    const { dependencies, peerDependencies } = await readManifest(join(found.folder, "package.json"));
    const names = packageNames({ ...dependencies, ...peerDependencies });
    const real = await realpath(found.folder).catch(() => found.folder);
    queue.push(...(await findPackages(root, real, names)));
  }
  return collected.files;
}

/** Collects files up to the limits. */
class Collected {
  readonly #limits: TypeLimits;
  readonly #files = new Map<string, TypeFile>();
  #bytes = 0;

  constructor(limits: TypeLimits) {
    this.#limits = limits;
  }

  get files(): readonly TypeFile[] {
    return [...this.#files.values()];
  }

  async collect(folder: string, shown: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const [child, name] = [join(folder, entry.name), `${shown}/${entry.name}`];
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && !entry.name.startsWith(".")) await this.collect(child, name);
      } else if (entry.isFile() && WANTED.test(entry.name)) {
        await this.#take(child, name);
      }
    }
  }

  async #take(file: string, shown: string): Promise<void> {
    if (this.#files.size >= this.#limits.files) return;
    // One that vanishes meanwhile is missing like any other.
    const { size } = await stat(file).catch(() => ({ size: Infinity }));
    if (this.#bytes + size > this.#limits.bytes) return;
    const text = await readFile(file, "utf8").catch(() => null);
    if (text === null) return;
    this.#bytes += size;
    this.#files.set(shown, { path: shown, text });
  }
}

async function firstPackages(root: string, file: string): Promise<Package[]> {
  const source = (await readText(file, MAX_FILE_BYTES)) ?? "";
  const found = await findPackages(root, dirname(file), importedPackages(source));
  for (let folder = dirname(file); folder.startsWith(root); folder = dirname(folder)) {
    const { dependencies, devDependencies } = await readManifest(join(folder, "package.json"));
    found.push(...(await findPackages(root, folder, packageNames({ ...dependencies, ...devDependencies }))));
    if (folder === root) break;
  }
  return found;
}

/** A name that is none, such as `../..`, would lead to a folder that is no package. */
function packageNames(dependencies: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(dependencies).filter((name) => packageOf(name) === name);
}

async function findPackages(root: string, from: string, names: readonly string[]): Promise<Package[]> {
  const wanted = names.flatMap((name) => (name.startsWith("@types/") ? [name] : [name, typesOf(name)]));
  const found = await Promise.all(wanted.map((name) => findPackage(root, from, name)));
  return found.filter((one) => one !== null);
}

function typesOf(name: string): string {
  return `@types/${name.startsWith("@") ? name.slice(1).replace("/", "__") : name}`;
}

/** The nearest folder of that package, as Node looks for it. */
async function findPackage(root: string, from: string, name: string): Promise<Package | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    const stats = await stat(found).catch(() => null);
    if (stats?.isDirectory() === true) return { name, folder: found, shown: shownAs(root, found, name) };
    if (dirname(folder) === folder) return null;
  }
}

/** What is kept elsewhere, by a link or above the open folder, stands at its top for the editor. */
function shownAs(root: string, folder: string, name: string): string {
  const isElsewhere = !folder.startsWith(root + sep) || folder.includes(`${sep}.pnpm${sep}`);
  return isElsewhere ? `/node_modules/${name}` : `/${windowPath(root, folder)}`;
}

async function readManifest(file: string): Promise<z.infer<typeof MANIFEST>> {
  try {
    return MANIFEST.parse(JSON.parse((await readText(file, MAX_FILE_BYTES)) ?? "{}"));
  } catch {
    // Missing, or half-written while it is edited: the next look finds it whole.
    return {};
  }
}
