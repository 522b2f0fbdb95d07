import type { TrafficShape } from "../../../../runtime/cost";
import type { PoolOptions } from "../../../../runtime/model";
import type { Arrival, HeldPart, SettingResult, WhatIf } from "../../../../runtime/simulation";

/** What the worker is asked to simulate. */
export interface Question extends Omit<WhatIf, "arrivals" | "settings"> {
  /** Tells answers apart: only the last question's counts. */
  readonly id: number;
  readonly settings: readonly [now: PoolOptions, changed: PoolOptions];
  /** Recorded calls, or a shape at a mean rate per second. */
  readonly traffic: { readonly arrivals: readonly Arrival[] } | { readonly rps: number; readonly shape: TrafficShape };
}

/** One setting's results, small enough to be handed to the window. */
export interface Simulated extends Pick<SettingResult, "options" | "figures" | "differences"> {
  /** Of all answered calls of all repetitions, ascending, microseconds. */
  readonly latenciesUs: Float64Array;
  /** Means over the repetitions. */
  readonly held: readonly HeldPart[];
  readonly calls: number;
}

export interface Answer {
  readonly id: number;
  readonly now: Simulated;
  readonly changed: Simulated;
}
