/** Wasm memories that all pools of an Electron process may hold. It dies at 124; some are left to instances being replaced. */
const ELECTRON_CAP = 120;

/** Counts the Wasm memories that the sandboxes of a process hold together. */
export class MemoryBudget {
  readonly limit: number;
  #held = 0;
  readonly #listeners = new Set<() => void>();

  /** @param limit how many may be held at once; Infinity for no limit. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get left(): number {
    return this.limit - this.#held;
  }

  take(memories: number): void {
    this.#held += memories;
  }

  give(memories: number): void {
    this.#held -= memories;
    for (const listener of this.#listeners) listener();
  }

  /** `listener` hears whenever a memory became free. Returns what ends that. */
  onFreed(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** How many Wasm memories a process with these `versions` may hold; plain Node holds thousands. */
export function memoryCap(versions: Readonly<Record<string, string | undefined>>): number {
  return versions["electron"] === undefined ? Number.POSITIVE_INFINITY : ELECTRON_CAP;
}

/** The one that all pools of this process share. */
export const processMemories = new MemoryBudget(memoryCap(process.versions));
