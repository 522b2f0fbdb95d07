import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { parse } from "jsonc-parser";

/**
 * The state of every path that a build depends on, to tell without a bundler whether it would give the same again.
 */
export interface Fingerprint {
  /** What each path was; for one that did not exist, too. */
  readonly states: ReadonlyMap<string, PathState>;
  /** The asked-for entry, and where its symbolic links led. */
  readonly entry: string;
  readonly realEntry: string;
}

/** A file changed later than this before a build began may have changed while it was read: file clocks are coarse. Milliseconds. */
const COARSE_CLOCK_MS = 25;

/**
 * Takes the fingerprint of a build that began at `startedAtMs` (milliseconds since the Unix epoch), or null when a path may have
 * changed while it ran, so that nobody knows which content was built.
 */
export function takeFingerprint(entry: string, paths: Iterable<string>, startedAtMs: number): Fingerprint | null {
  const states = new Map<string, PathState>();
  for (const path of paths) {
    const state = stateOf(path);
    if (state.changedAtMs > startedAtMs - COARSE_CLOCK_MS) return null;
    states.set(path, state);
  }
  return { states, entry, realEntry: realPath(entry) };
}

/**
 * What changed since: nothing; something; or something that the bundler's own cache can't see, because it goes by inode, size and
 * modification time (npm gives the files of every release of a package the same time).
 */
export function changesSince(fingerprint: Fingerprint): "none" | "visible" | "hidden" {
  let changes: "none" | "visible" = realPath(fingerprint.entry) === fingerprint.realEntry ? "none" : "visible";
  for (const [path, before] of fingerprint.states) {
    const { visible, ctimeMs } = stateOf(path);
    if (visible !== before.visible) changes = "visible";
    else if (ctimeMs !== before.ctimeMs) return "hidden";
  }
  return changes;
}

interface PathState {
  /** What the bundler sees. */
  readonly visible: string;
  /** When the file itself changed, which nobody can set. 0 for folders, where it says too much. Milliseconds since the Unix epoch. */
  readonly ctimeMs: number;
  readonly changedAtMs: number;
}

function stateOf(path: string): PathState {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { visible: "missing", ctimeMs: 0, changedAtMs: -Infinity };
  const { size, ino, mtimeMs, ctimeMs } = stats;
  if (stats.isDirectory()) return { visible: `${ino} ${mtimeMs}`, ctimeMs: 0, changedAtMs: mtimeMs };
  return { visible: `${ino} ${size} ${mtimeMs}`, ctimeMs, changedAtMs: Math.max(mtimeMs, ctimeMs) };
}

/** The system's own: Node's asks for each folder on the way by itself, and every call of a function comes by here. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return "";
  }
}

const CONFIGURATION = ["tsconfig.json", "package.json", "asconfig.json", "node_modules"];

/**
 * What decides how imports resolve, besides the files that went in: for each folder of the user's own sources the folder
 * itself (a new file may shadow another) and the configuration in it and above, with what a tsconfig extends.
 */
export function resolutionPaths(files: Iterable<string>): Set<string> {
  const paths = new Set<string>();
  const above = new Set<string>();
  for (const file of files) {
    if (file.includes(`${sep}node_modules${sep}`)) continue;
    const folder = dirname(file);
    paths.add(folder);
    for (let at = folder; !above.has(at); at = dirname(at)) above.add(at);
  }
  for (const folder of above)
    for (const name of CONFIGURATION) {
      const path = resolve(folder, name);
      paths.add(path);
      if (name === "tsconfig.json") addExtended(path, paths);
    }
  return paths;
}

function addExtended(tsconfig: string, paths: Set<string>): void {
  let document: unknown;
  try {
    document = parse(readFileSync(tsconfig, "utf8"));
  } catch {
    return;
  }
  const extended = (document as { extends?: unknown } | undefined)?.extends;
  for (const base of Array.isArray(extended) ? (extended as unknown[]) : [extended]) {
    if (typeof base !== "string" || !/^[./]/.test(base)) continue;
    const path = resolve(dirname(tsconfig), base.endsWith(".json") ? base : `${base}.json`);
    if (paths.has(path)) continue;
    paths.add(path);
    addExtended(path, paths);
  }
}

/** Where an unresolved import might turn up. */
export function candidatePaths(specifier: string, importer: string, extensions: readonly string[]): readonly string[] {
  if (/^[./]/.test(specifier)) {
    const base = resolve(dirname(importer), specifier);
    return [base, ...extensions.map((extension) => base + extension), dirname(base)];
  }
  const [first = "", second = ""] = specifier.split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  const paths: string[] = [];
  for (let at = dirname(importer); ; at = dirname(at)) {
    paths.push(resolve(at, "node_modules", name));
    if (at === dirname(at)) return paths;
  }
}
