/** Waits until nothing has happened for a while: what can wait does not compete with the window's own start. */
export class Quiet implements Disposable {
  readonly #quietMs: number;
  readonly #onQuiet: () => void;
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;

  /** `onQuiet` is called once, when `touch` was not called for `quietMs` after the first time. */
  constructor(quietMs: number, onQuiet: () => void) {
    this.#quietMs = quietMs;
    this.#onQuiet = onQuiet;
  }

  touch(): void {
    if (this.#isOver) return;
    if (this.#timer !== null) {
      this.#timer.refresh();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#onQuiet();
    }, this.#quietMs);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
