/** A longer line is cut here: a program that writes no line end must not fill the memory. */
const LONGEST_LINE = 64 * 1024;

/** Makes lines of what a program writes, as it comes. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  readonly #take: (line: string) => void;
  #rest = "";

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  write(bytes: Uint8Array): void {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const lines = this.#rest.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#say(line);
    if (this.#rest.length < LONGEST_LINE) return;
    this.#say(this.#rest);
    this.#rest = "";
  }

  /** What stands behind the last line end is a line too. */
  end(): void {
    this.#rest += this.#decoder.decode();
    if (this.#rest !== "") this.#say(this.#rest);
    this.#rest = "";
  }

  #say(line: string): void {
    this.#take(line.endsWith("\r") ? line.slice(0, -1) : line);
  }
}
