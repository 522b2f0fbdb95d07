import type { FailureCode } from "../../model";
import { FAILURE_CODES } from "../../model";
import { nodeCrypto } from "../../web/node-crypto";
import type { EngineRun, InitEnd } from "../engine";
import type { Bundle } from "../protocol";
import { nowUs } from "../thread-clock";
import type { Ending, RunOptions } from "./running";
import { FINE, Run } from "./running";

/** A function's top level in the thread, from its source to the last of its microtasks. */
export class InitRun extends Run implements EngineRun {
  readonly #bundle: Bundle;
  readonly #done: (end: InitEnd) => void;
  #drawsIds = false;

  /** `done` is called once, outside of the guest. */
  constructor(options: RunOptions, bundle: Bundle, done: (end: InitEnd) => void) {
    super(options);
    this.#bundle = bundle;
    this.#done = done;
  }

  begin(): void {
    this.turn((instance) => {
      instance.enter("environment", JSON.stringify(this.#bundle.env));
      instance.adoptModule(new TextDecoder().decode(this.#bundle.code), this.#bundle.fileName);
    });
  }

  adopted(drawsIds: boolean): void {
    this.#drawsIds = drawsIds;
    this.end(FINE);
  }

  failed(code: FailureCode, message: string, stack: string): void {
    const { memory } = this.options.codes;
    if (this.ranOutOfMemory(message)) this.fail("out-of-memory", memory, FAILURE_CODES[memory], stack);
    else this.fail("threw", code === "handler-threw" ? "init-threw" : code, message, stack);
  }

  protected override afterTurn(): void {
    if (!this.awaitsTimer) {
      this.fail("threw", "init-threw", "the top level never ends: it awaits a promise that nothing is left to settle");
    }
  }

  protected override finish({ outcome, failure }: Ending): void {
    const endUs = nowUs();
    // Outside of what is measured, and not in the first call.
    if (this.#drawsIds) nodeCrypto();
    this.#done({
      outcome,
      failure: failure?.code === "handler-threw" ? { ...failure, code: "init-threw" } : failure,
      startUs: this.startUs,
      endUs,
      activeCpuUs: this.activeCpuUs,
      logs: this.console.lines,
      spans: [],
    });
  }
}
