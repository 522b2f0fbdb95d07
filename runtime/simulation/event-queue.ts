/** Something that happens at a moment of simulated time. */
export interface SimulatedEvent {
  readonly atUs: number;
  /** It does not happen. Nothing where it has happened, or was cancelled before. */
  cancel(): void;
}

interface Entry {
  readonly atUs: number;
  /** What is due at the same moment happens in the order in which it was planned. */
  readonly order: number;
  readonly happen: () => void;
  /** Its place in the heap; -1: it is not in it any more. */
  place: number;
}

/** Events by the time at which they are due: a binary heap, from which a cancelled one is taken at once. */
export class EventQueue {
  readonly #heap: Entry[] = [];
  #planned = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** Plans `happen` for a moment. */
  plan(atUs: number, happen: () => void): SimulatedEvent {
    const entry: Entry = { atUs, order: (this.#planned += 1), happen, place: this.#heap.length };
    this.#heap.push(entry);
    this.#rise(entry);
    return {
      atUs,
      cancel: () => {
        this.#remove(entry);
      },
    };
  }

  /** When the next event is due; Infinity where there is none. */
  get nextUs(): number {
    return this.#heap[0]?.atUs ?? Number.POSITIVE_INFINITY;
  }

  /** Removes the first event and returns what happens then; null where there is none. */
  take(): { readonly atUs: number; readonly happen: () => void } | null {
    const first = this.#heap[0];
    if (first === undefined) return null;
    this.#remove(first);
    return first;
  }

  #remove(entry: Entry): void {
    if (entry.place === -1) return;
    const last = this.#heap.pop();
    if (last !== undefined && last !== entry) {
      this.#put(last, entry.place);
      this.#rise(last);
      this.#sink(last);
    }
    entry.place = -1;
  }

  #rise(entry: Entry): void {
    while (entry.place > 0) {
      const parent = this.#heap[(entry.place - 1) >> 1];
      if (parent === undefined || !isBefore(entry, parent)) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.place + 1];
      if (left === undefined) return;
      const right = this.#heap[2 * entry.place + 2];
      const first = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(first, entry)) return;
      this.#swap(first, entry);
    }
  }

  #swap(one: Entry, other: Entry): void {
    const { place } = one;
    this.#put(one, other.place);
    this.#put(other, place);
  }

  #put(entry: Entry, place: number): void {
    this.#heap[place] = entry;
    entry.place = place;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.atUs < other.atUs || (one.atUs === other.atUs && one.order < other.order);
}
