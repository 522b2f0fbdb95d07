export const PAGE_BYTES = 65_536;

/** What a module declares of its memory: `maximum` null where it names none. In pages. */
export interface MemoryNeed {
  readonly pages: number;
  readonly maximum: number | null;
}

/**
 * The one linear memory of a sandbox, which goes from instance to instance: to reserve its addresses takes as long as to instantiate a
 * small module, and a process can hold few of them.
 */
export class OneMemory {
  /** The tier, in pages. */
  readonly maxPages: number;
  #memory: WebAssembly.Memory | null = null;
  /** Something may have been written to it. */
  #used = false;

  constructor(maxPages: number) {
    this.maxPages = maxPages;
  }

  get bytes(): number {
    return this.#memory?.buffer.byteLength ?? 0;
  }

  /** Makes it ahead of its first instance. */
  reserve(): void {
    this.#memory ??= new WebAssembly.Memory({ initial: 0, maximum: this.maxPages });
  }

  /** All zero, and of just as many pages as are needed. What held it before must not run again. */
  take({ pages, maximum }: MemoryNeed): WebAssembly.Memory {
    const memory = maximum !== null && maximum < this.maxPages ? this.#renew(pages, maximum) : this.#reuse(pages);
    this.#used = true;
    return memory;
  }

  #reuse(pages: number): WebAssembly.Memory {
    const memory = this.#memory;
    const missing = memory === null ? -1 : pages - memory.buffer.byteLength / PAGE_BYTES;
    // Memory never shrinks.
    if (memory === null || missing < 0) return this.#renew(pages, this.maxPages);
    if (this.#used) new Uint8Array(memory.buffer).fill(0);
    if (missing > 0) memory.grow(missing);
    return memory;
  }

  /** One with a limit of the module's own is of no use to another module. */
  #renew(pages: number, maximum: number): WebAssembly.Memory {
    const memory = new WebAssembly.Memory({ initial: pages, maximum });
    this.#memory = maximum === this.maxPages ? memory : null;
    return memory;
  }
}
