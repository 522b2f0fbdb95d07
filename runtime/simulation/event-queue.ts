/** Something that happens at a moment of simulated time; taken back by `cancelled`. */
export interface SimulatedEvent {
  readonly atUs: number;
  cancelled: boolean;
  readonly happen: () => void;
}

interface Entry {
  readonly event: SimulatedEvent;
  /** What is due at the same moment happens in the order in which it was planned. */
  readonly order: number;
}

/** Events by the time at which they are due: a binary heap. */
export class EventQueue {
  readonly #heap: Entry[] = [];
  #planned = 0;

  /** Plans `happen` for a moment. */
  plan(atUs: number, happen: () => void): SimulatedEvent {
    const event = { atUs, cancelled: false, happen };
    this.#heap.push({ event, order: (this.#planned += 1) });
    this.#rise(this.#heap.length - 1);
    return event;
  }

  /** When the next event is due; Infinity where there is none. */
  get nextUs(): number {
    for (let head = this.#heap[0]; head !== undefined; head = this.#heap[0]) {
      if (!head.event.cancelled) return head.event.atUs;
      this.take();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Removes the first event; null where there is none. */
  take(): SimulatedEvent | null {
    const head = this.#heap[0];
    const last = this.#heap.pop();
    if (head === undefined || last === undefined) return null;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return head.event;
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      const first = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(first, at)) return;
      at = first;
    }
  }

  #swapIfBefore(at: number, other: number): boolean {
    if (!this.#isBefore(at, other)) return false;
    const [entry, second] = [this.#heap[at], this.#heap[other]];
    if (entry === undefined || second === undefined) return false;
    this.#heap[at] = second;
    this.#heap[other] = entry;
    return true;
  }

  #isBefore(at: number, other: number): boolean {
    const [entry, second] = [this.#heap[at], this.#heap[other]];
    if (entry === undefined || second === undefined) return false;
    return entry.event.atUs - second.event.atUs < 0 || (entry.event.atUs === second.event.atUs && entry.order < second.order);
  }
}
