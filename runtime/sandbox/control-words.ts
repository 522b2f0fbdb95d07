/**
 * The words of memory that the pool and a sandbox's thread share: what must be known at once, while messages wait their turn.
 *
 * A call is named by its *mark*, a positive number that no other call of the pool has at the same time.
 */

/** The pool writes the mark of the call that must stop; 0: none. */
const STOP = 0;
/** 1 while the thread runs its calls, or is about to; 0 while the running one waits for something. */
const AT_WORK = 1;
/** 1 while the thread may look out for its next call instead of sleeping. */
const LINGER = 2;
/** One word for each call that is offered beside the running one: its mark, until the thread begins it or the pool takes it back. */
const FIRST_SLOT = 3;
/** Calls that may be offered to a thread at once. */
export const OFFER_SLOTS = 16;

/** A call that needs no slot: its thread has nothing else to do, and nobody takes it back. */
export const NO_SLOT = -1;

export class ControlWords {
  readonly #words: Int32Array;

  constructor(memory = new SharedArrayBuffer((FIRST_SLOT + OFFER_SLOTS) * Int32Array.BYTES_PER_ELEMENT)) {
    this.#words = new Int32Array(memory);
  }

  get memory(): SharedArrayBuffer {
    return this.#words.buffer as SharedArrayBuffer;
  }

  /** Stops the call's guest code at once, wherever it is. */
  stop(mark: number): void {
    Atomics.store(this.#words, STOP, mark);
  }

  /** A stop that came too late must not linger. */
  clearStop(): void {
    Atomics.store(this.#words, STOP, 0);
  }

  mustStop(mark: number): boolean {
    return Atomics.load(this.#words, STOP) === mark;
  }

  get atWork(): boolean {
    return Atomics.load(this.#words, AT_WORK) === 1;
  }

  setAtWork(atWork: boolean): void {
    Atomics.store(this.#words, AT_WORK, atWork ? 1 : 0);
  }

  get mayLinger(): boolean {
    return Atomics.load(this.#words, LINGER) === 1;
  }

  setMayLinger(may: boolean): void {
    Atomics.store(this.#words, LINGER, may ? 1 : 0);
  }

  /** Offers a call. Returns its slot, or null when all are taken. */
  offer(mark: number): number | null {
    for (let slot = 0; slot < OFFER_SLOTS; slot += 1) {
      if (Atomics.compareExchange(this.#words, FIRST_SLOT + slot, 0, mark) === 0) return slot;
    }
    return null;
  }

  /** Claims an offered call, to begin it or to take it back. True for the first who asks, whichever side that is. */
  claim(slot: number, mark: number): boolean {
    return slot === NO_SLOT || Atomics.compareExchange(this.#words, FIRST_SLOT + slot, mark, 0) === mark;
  }
}
