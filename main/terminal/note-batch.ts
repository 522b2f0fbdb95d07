import type { Terminal } from "./terminal";

/** Nobody sees a line come this much later; milliseconds. */
const LINGER_MS = 20;

/** Lines that come thousands of times a second: each write on its own would cost more than what it tells of. Dispose it to write the rest. */
export class NoteBatch implements Disposable {
  readonly #terminal: Pick<Terminal, "note">;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(terminal: Pick<Terminal, "note">) {
    this.#terminal = terminal;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => {
      this.#write();
    }, LINGER_MS);
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#write();
  }

  #write(): void {
    this.#timer = null;
    if (this.#lines.length > 0) this.#terminal.note(this.#lines.join("\n"));
    this.#lines = [];
  }
}
