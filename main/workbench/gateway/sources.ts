import { sep } from "node:path";
import type { BuildFunction, CurrentSource, SourceBuild } from "./gateway-types";
import { isTooYoung, isUnchanged, stampOf, Stamps } from "./stamps";
import type { Stamp } from "./stamps";

/** Packages are looked at no more often than this under load; milliseconds. Installing one takes longer. */
const PACKAGE_CHECK_MS = 100;

const PACKAGES = `${sep}node_modules${sep}`;

interface Built {
  readonly build: SourceBuild;
  readonly own: Stamps;
  readonly packages: readonly Stamp[];
  /** False when another build must follow whatever the stamps say. */
  readonly isFinal: boolean;
}

/**
 * One function's source, built again when it changed.
 *
 * There is no watcher: its events come some time after the edit, so that a request right behind one would get the old version,
 * and they get lost when a kernel's queue overflows or a file system has none. Instead the requests that one turn of
 * the event loop brings share one look at the files' times (about 2 µs a file), taken after they arrived.
 */
class Source {
  readonly #entry: string;
  readonly #build: BuildFunction;
  #built: Built | null = null;
  #packagesCheckedMs = 0;
  #batch: Promise<CurrentSource> | null = null;
  #running: Promise<unknown> | null = null;

  constructor(entry: string, build: BuildFunction) {
    this.#entry = entry;
    this.#build = build;
  }

  current(): Promise<CurrentSource> {
    this.#batch ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#batch = null;
        resolve(this.#check());
      });
    });
    return this.#batch;
  }

  async #check(): Promise<CurrentSource> {
    if (this.#built !== null && this.#isFresh(this.#built)) {
      return { ...this.#built.build, isNew: false };
    }
    // Forgotten at once: the next look might skip the packages, and so what this one saw in them.
    this.#built = null;
    return { ...(await this.#rebuild()), isNew: true };
  }

  #isFresh(built: Built): boolean {
    if (!built.isFinal || !built.own.hold()) {
      return false;
    }
    const now = performance.now();
    if (now - this.#packagesCheckedMs < PACKAGE_CHECK_MS) {
      return true;
    }
    this.#packagesCheckedMs = now;
    return built.packages.every(isUnchanged);
  }

  /** A build that began before this check may have read the files before the edit that this check is for: a new one follows it. */
  async #rebuild(): Promise<SourceBuild> {
    while (this.#running !== null) {
      await this.#running;
    }
    if (this.#built !== null && this.#isFresh(this.#built)) {
      return this.#built.build;
    }
    const running = this.#run();
    this.#running = running.catch(() => null);
    try {
      return await running;
    } finally {
      this.#running = null;
    }
  }

  async #run(): Promise<SourceBuild> {
    const startedMs = Date.now();
    const build = await this.#build(this.#entry);
    if (build.ok) {
      this.#built = stamped(build, build.inputs, startedMs);
      this.#packagesCheckedMs = performance.now();
    }
    return build;
  }
}

function stamped(build: SourceBuild, inputs: readonly string[], startedMs: number): Built {
  try {
    const stamps = inputs.map(stampOf);
    return {
      build,
      own: new Stamps(stamps.filter((stamp) => !stamp.path.includes(PACKAGES))),
      packages: stamps.filter((stamp) => stamp.path.includes(PACKAGES)),
      isFinal: !stamps.some((stamp) => isTooYoung(stamp, startedMs)),
    };
  } catch {
    return { build, own: new Stamps([]), packages: [], isFinal: false };
  }
}

/** The sources of all functions that a gateway serves. */
export class Sources {
  readonly #build: BuildFunction;
  readonly #sources = new Map<string, Source>();

  constructor(build: BuildFunction) {
    this.#build = build;
  }

  /**
   * The newest version, for a request that has arrived: every edit that ended before this call is in it. A failed build is
   * tried again by the next request.
   */
  current(entry: string): Promise<CurrentSource> {
    let source = this.#sources.get(entry);
    if (source === undefined) {
      source = new Source(entry, this.#build);
      this.#sources.set(entry, source);
    }
    return source.current();
  }
}
