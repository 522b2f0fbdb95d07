import { availableParallelism } from "node:os";

/** A thread may only stay awake where the caller has a processor of its own. */
const HAS_ANOTHER_PROCESSOR = availableParallelism() > 1;
/** So many calls, each after the end of the one before, make a sequence. */
const SEQUENCE_CALLS = 3;

/** Where a call of a sequence runs. */
export interface LingeringSandbox {
  /** Whether the thread may look out for a next call before it sleeps. */
  linger(may: boolean): void;
}

/**
 * Notices a caller that makes one call after the other: its sandbox may look out for the next call for a moment, since to wake a
 * thread takes a third of a small call. As soon as two calls are at hand at once, the processors have other work.
 */
export class Sequence {
  #calls = 0;
  #sandbox: LingeringSandbox | null = null;

  /** A call came; `alone`: no other runs or waits. */
  arrived(alone: boolean): void {
    this.#calls = alone ? this.#calls + 1 : 0;
    if (!alone) this.#forbid();
  }

  /** A call begins on this sandbox, whose thread was idle. */
  begins(sandbox: LingeringSandbox): void {
    if (sandbox === this.#sandbox) return;
    this.#forbid();
    if (!HAS_ANOTHER_PROCESSOR || this.#calls < SEQUENCE_CALLS) return;
    this.#sandbox = sandbox;
    sandbox.linger(true);
  }

  #forbid(): void {
    this.#sandbox?.linger(false);
    this.#sandbox = null;
  }
}
