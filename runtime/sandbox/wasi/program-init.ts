import type { EngineRun, InitEnd } from "../engine";
import type { Bundle, ThreadSpan } from "../protocol";
import { nowUs } from "../thread-clock";
import { Turn } from "../turn";
import type { LimitedProgram, Refusal } from "./limited-program";
import { limitProgram, refusalOf } from "./limited-program";

/** A program that can be loaded. */
export interface CompiledProgram {
  readonly limited: LimitedProgram;
  readonly module: WebAssembly.Module;
}

/** Checks a program, holds it to its tier and compiles it. Nothing of it runs. */
export class ProgramInit implements EngineRun {
  made: CompiledProgram | null = null;
  readonly bundle: Bundle;
  readonly #maxPages: number;
  readonly #done: (end: InitEnd) => void;
  readonly #spans: ThreadSpan[] = [];
  #over = false;

  constructor(bundle: Bundle, maxPages: number, done: (end: InitEnd) => void) {
    this.bundle = bundle;
    this.#maxPages = maxPages;
    this.#done = done;
  }

  get over(): boolean {
    return this.#over;
  }

  begin(): void {
    // What is none of the program's failures ends the thread, and the pool answers for it.
    void this.#run();
  }

  async #run(): Promise<void> {
    const startUs = nowUs();
    const turn = new Turn();
    turn.polled();
    const refusal = await this.#compile();
    this.#over = true;
    this.#done({
      outcome: refusal?.outcome ?? "ok",
      failure: refusal?.failure ?? null,
      startUs,
      endUs: nowUs(),
      activeCpuUs: turn.activeUs(),
      logs: [],
      spans: this.#spans,
    });
  }

  async #compile(): Promise<Refusal | null> {
    try {
      const limited = limitProgram(this.bundle.code, this.#maxPages);
      const startUs = nowUs();
      const module = await WebAssembly.compile(limited.code);
      this.#spans.push({ name: "compile", startUs, endUs: nowUs(), parent: null, attributes: {} });
      this.made = { limited, module };
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return refusal;
    }
  }
}
