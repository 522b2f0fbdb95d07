/** What queues. */
interface Arrival {
  /** Order of arrival; no two have the same. */
  readonly sequence: number;
}

/** The calls that wait for a sandbox, first come first served. Not a `Set`, for the reason that `UnorderedSet` gives. */
export class CallQueue<Call extends Arrival> implements Iterable<Call> {
  /** In order of arrival. */
  readonly #calls: Call[] = [];

  get size(): number {
    return this.#calls.length;
  }

  get head(): Call | null {
    return this.#calls[0] ?? null;
  }

  /** In order of arrival; calls may come and leave while it goes on. */
  *[Symbol.iterator](): Generator<Call> {
    for (let at = 0; ;) {
      const call = this.#calls[at];
      if (call === undefined) return;
      yield call;
      at = this.#placeOf(call.sequence + 1);
    }
  }

  /** A call takes the place that its arrival gives it, also after it left for a while. */
  add(call: Call): void {
    const at = this.#placeOf(call.sequence);
    if (this.#calls[at] !== call) this.#calls.splice(at, 0, call);
  }

  leave(call: Call): boolean {
    const at = this.#placeOf(call.sequence);
    if (this.#calls[at] !== call) return false;
    this.#calls.splice(at, 1);
    return true;
  }

  /** Where the first call is that came then or later. */
  #placeOf(sequence: number): number {
    let from = 0;
    let to = this.#calls.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#calls[middle]?.sequence ?? Infinity) < sequence) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
