import type { CallOutput } from "../engine";
import type { CallParts } from "./call-run";
import { CallRun } from "./call-run";
import type { Instance } from "./instance";
import type { Ending, RunOptions } from "./running";
import type { Sampler } from "./sampler";

/** A call whose stack is sampled. */
export class SampledRun extends CallRun {
  readonly #sampler: Sampler;
  readonly #output: CallOutput;

  constructor(options: RunOptions, call: CallParts, output: CallOutput, sampler: Sampler) {
    super(options, call, output);
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
