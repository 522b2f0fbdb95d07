import type { PoolEvent } from "./pool-types";
import type { Sandbox } from "./sandbox";

/** Tells those who watch the pool what changed, once per turn of the event loop and thing; costs nothing while nobody does. */
export class Announcer {
  readonly #listeners = new Set<(event: PoolEvent) => void>();
  readonly #changed = new Set<Sandbox>();
  readonly #queued: () => number;
  #lastQueued = 0;
  #planned = false;

  constructor(queued: () => number) {
    this.#queued = queued;
  }

  subscribe(listener: (event: PoolEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  sandboxChanged(sandbox: Sandbox): void {
    if (this.#listeners.size === 0) return;
    this.#changed.add(sandbox);
    this.#plan();
  }

  queueChanged(): void {
    if (this.#listeners.size > 0) this.#plan();
  }

  refill(wanted: number, ready: number): void {
    this.#tell({ type: "refill", wanted, ready });
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      this.#flush();
    });
  }

  #flush(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const sandbox of changed) this.#tell({ type: "sandbox", sandbox: sandbox.info });
    const queued = this.#queued();
    if (queued !== this.#lastQueued) this.#tell({ type: "queue", queued });
    this.#lastQueued = queued;
  }

  #tell(event: PoolEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
