import { lstatSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What changed this shortly before it was looked at may change again without its times changing: kernels stamp files by a clock that
 * ticks every 1 to 10 ms. Milliseconds.
 */
const CLOCK_TICK_MS = 20;
/** The same for file systems that keep whole seconds (FAT keeps every second one). */
const COARSE_TICK_MS = 2_000;

/** What tells one state of a file from another. Times never go back with `ctime`. */
export interface Stamp {
  readonly path: string;
  /** -1 where there is no such file. */
  readonly size: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly inode: number;
}

export function stampOf(path: string): Stamp {
  const stats = statSync(path, { throwIfNoEntry: false });
  return {
    path,
    size: stats?.size ?? -1,
    modifiedMs: stats?.mtimeMs ?? 0,
    changedMs: stats?.ctimeMs ?? 0,
    inode: stats?.ino ?? 0,
  };
}

export function isUnchanged(stamp: Stamp): boolean {
  let stats;
  try {
    stats = statSync(stamp.path, { throwIfNoEntry: false });
  } catch {
    // Unreadable now: let the build say why.
    return false;
  }
  if (stats === undefined) {
    return isMissing(stamp);
  }
  return (
    stats.ctimeMs === stamp.changedMs &&
    stats.mtimeMs === stamp.modifiedMs &&
    stats.size === stamp.size &&
    stats.ino === stamp.inode
  );
}

/** Whether a file's times can't show a change that came after `sinceMs`, the epoch's. */
export function isTooYoung(stamp: Stamp, sinceMs: number): boolean {
  const tick = stamp.changedMs % 1000 === 0 ? COARSE_TICK_MS : CLOCK_TICK_MS;
  return stamp.changedMs > sinceMs - tick;
}

function isMissing(stamp: Stamp): boolean {
  return stamp.size === -1;
}

/**
 * The stamps of all that a build depends on. Most of it is not there (the configuration that each folder above might have), and what is
 * added to a folder changes the folder's own times: one look at it tells of all that is missing in it.
 */
export class Stamps {
  readonly #present: readonly Stamp[];
  readonly #missing: readonly MissingFiles[];

  constructor(stamps: readonly Stamp[]) {
    const missing = new Map<string, MissingFiles>();
    for (const stamp of stamps.filter(isMissing)) {
      const folder = dirname(stamp.path);
      const files = missing.get(folder) ?? new MissingFiles(folder);
      files.add(stamp);
      missing.set(folder, files);
    }
    this.#present = stamps.filter((stamp) => !isMissing(stamp));
    this.#missing = [...missing.values()];
  }

  /** Whether all is as it was. */
  hold(): boolean {
    return this.#present.every(isUnchanged) && this.#missing.every((files) => files.hold());
  }
}

/** Files that are not in a folder. */
class MissingFiles {
  readonly #folder: string;
  readonly #stamps: Stamp[] = [];
  /** The folder when they were last seen to be missing; null where its times might not show that one came. */
  #seen: Stamp | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(stamp: Stamp): void {
    this.#stamps.push(stamp);
  }

  hold(): boolean {
    if (this.#seen !== null && isUnchanged(this.#seen)) {
      return true;
    }
    this.#seen = this.#look();
    return this.#stamps.every(isUnchanged);
  }

  /** The folder before its files are looked at. */
  #look(): Stamp | null {
    try {
      const folder = stampOf(this.#folder);
      const isTelling = !isMissing(folder) && !isTooYoung(folder, Date.now()) && !this.#stamps.some(isBrokenLink);
      return isTelling ? folder : null;
    } catch {
      return null;
    }
  }
}

/** Its target may come back without a change to the folder that the link is in. */
function isBrokenLink({ path }: Stamp): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
