import type { Call } from "./call";

/** The calls that wait for a sandbox, first come first served. Leaving it from the middle costs nothing. */
export class CallQueue implements Iterable<Call> {
  #calls = new Set<Call>();

  get size(): number {
    return this.#calls.size;
  }

  get head(): Call | null {
    for (const call of this.#calls) return call;
    return null;
  }

  /** In order of arrival; calls may leave while it goes on. */
  [Symbol.iterator](): Iterator<Call> {
    return this.#calls.values();
  }

  add(call: Call): void {
    this.#calls.add(call);
  }

  /** Calls that left for a while take the place again that their arrival gave them. */
  readmit(calls: Iterable<Call>): void {
    this.#calls = new Set([...this.#calls, ...calls].sort((one, other) => one.sequence - other.sequence));
  }

  leave(call: Call): boolean {
    return this.#calls.delete(call);
  }
}
