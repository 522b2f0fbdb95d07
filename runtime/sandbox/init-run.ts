import type { FailureCode } from "../model";
import { FAILURE_CODES } from "../model";
import { changedRanges } from "./changed-ranges";
import type { FromSandbox, Snapshot, ToSandbox } from "./protocol";
import type { Ending, RunOptions } from "./running";
import { FINE, Run } from "./running";
import { nowUs } from "./thread-clock";

type MakeImage = Extract<ToSandbox, { type: "make-image" }>;

/** One `make-image` in the thread: a function's top level, from its source to the snapshot. */
export class InitRun extends Run {
  readonly #post: (message: FromSandbox) => void;
  readonly #message: MakeImage;
  readonly #base: Snapshot;

  constructor(options: RunOptions, message: MakeImage, base: Snapshot, post: (message: FromSandbox) => void) {
    super(options);
    this.#base = base;
    this.#message = message;
    this.#post = post;
  }

  begin(): void {
    this.turn((instance) => {
      instance.enter("environment", JSON.stringify(this.#message.env));
      instance.adoptModule(new TextDecoder().decode(this.#message.code), this.#message.fileName);
    });
  }

  adopted(): void {
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

  protected override finish(ending: Ending): void {
    const initUs = nowUs() - this.startUs;
    const logs = this.console.lines.map((line) => ({ ...line, atUs: line.atUs - this.startUs }));
    if (ending.failure !== null) {
      const failure =
        ending.failure.code === "handler-threw" ? { ...ending.failure, code: "init-threw" as const } : ending.failure;
      const { memoryBytes } = this.options.instance;
      this.#post({ type: "image-failed", outcome: ending.outcome, failure, init: { initUs, memoryBytes, logs } });
      return;
    }
    const { key, version } = this.#message;
    const snapshot = this.options.instance.snapshot();
    const changed = changedRanges(this.#base.memory, snapshot.memory);
    this.#post({ type: "image", image: { key, version, snapshot, changed, initUs, initLogs: logs } });
  }
}
