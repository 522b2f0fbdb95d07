import type { CallOutput } from "./call-run";
import { CallRun } from "./call-run";
import type { ThreadSpan } from "./protocol";
import type { Instance } from "./quickjs/instance";
import type { Ending, RunOptions } from "./running";
import type { Sampler } from "./sampler";

/** A call whose stack is sampled. */
export class SampledRun extends CallRun {
  readonly #sampler: Sampler;
  readonly #output: CallOutput;

  constructor(
    options: RunOptions,
    receivedUs: number,
    bindSpan: ThreadSpan | null,
    output: CallOutput,
    sampler: Sampler,
  ) {
    super(options, receivedUs, bindSpan, output);
    this.#sampler = sampler;
    this.#output = output;
    options.instance.watch(sampler);
    sampler.begin();
  }

  override turn(enter: (instance: Instance) => void): void {
    if (this.over) return;
    super.turn((instance) => {
      this.#sampler.resumed();
      try {
        enter(instance);
      } finally {
        this.#sampler.paused();
      }
    });
  }

  protected override finish(ending: Ending): void {
    this.options.instance.watch(null);
    this.#output.say({ type: "samples", samples: this.#sampler.end() });
    super.finish(ending);
  }
}
