import { setImmediate as nextTurn } from "node:timers/promises";
import { poolCost, profileUsages, startPrices } from "../../../runtime/cost";
import type { Baseline, PoolCost, Pricing } from "../../../runtime/cost";
import type { PoolOptions, Profile } from "../../../runtime/model";
import { poolUse, simulatedFunction, whatIfSteps } from "../../../runtime/simulation";
import type { Arrival, SettingResult, SimulatedFunction } from "../../../runtime/simulation";

/** The calls to simulate, and where they are from. */
export interface WhatIfTraffic {
  /** In words: `5 calls/s, steady`. */
  readonly text: string;
  readonly durationUs: number;
  /** Draws the calls of one repetition. */
  readonly arrivals: (random: () => number) => readonly Arrival[];
}

export interface WhatIfRequest {
  /** Of one function each. */
  readonly profiles: readonly Profile[];
  readonly traffic: WhatIfTraffic;
  /** The first is what the others are held against. */
  readonly settings: readonly PoolOptions[];
  readonly repetitions: number;
  readonly timeoutMs: number;
  readonly pricing: Pricing;
  /** Whose memory the pool's is priced as; null: the cheapest that holds it. */
  readonly baseline: Baseline | null;
  readonly signal: AbortSignal;
  readonly onRun: (done: number, all: number) => void;
}

export interface WhatIfReport {
  readonly request: WhatIfRequest;
  readonly results: readonly { readonly result: SettingResult; readonly cost: PoolCost }[];
}

export type WhatIfOutcome =
  | { readonly ok: true; readonly report: WhatIfReport }
  /** One line. */
  | { readonly ok: false; readonly message: string };

/** Simulates the settings. Null when it was aborted. */
export async function reportWhatIf(request: WhatIfRequest): Promise<WhatIfOutcome | null> {
  const { profiles, traffic, settings, repetitions, timeoutMs, signal } = request;
  const functions: SimulatedFunction[] = [];
  for (const profile of profiles) {
    const found = simulatedFunction(profile);
    if (!found.ok) return { ok: false, message: `the profile of ${profile.functionName} ${found.message}` };
    functions.push(found.simulated);
  }
  const steps = whatIfSteps({
    ...{ functions, settings, repetitions, timeoutMs, durationUs: traffic.durationUs, arrivals: traffic.arrivals },
    processors: processorsOf(profiles),
    // Less than a bound one holds: what it is was not measured.
    blankBytes: Math.min(...functions.map(({ boundBytes }) => boundBytes)),
  });
  while (!signal.aborted) {
    const step = steps.next();
    if (step.done === true) {
      const calls = profiles.flatMap((profile) => profileUsages(profile) ?? []);
      const prices = startPrices(calls, request.pricing);
      const results = step.value.map((result) => ({
        result,
        cost: poolCost(poolUse(result), prices, request.baseline),
      }));
      return { ok: true, report: { request, results } };
    }
    request.onRun(step.value, settings.length * repetitions);
    await nextTurn();
  }
  return null;
}

/** The machine's that measured; the least where several did. */
function processorsOf(profiles: readonly Profile[]): number {
  return Math.max(1, Math.min(...profiles.map(({ machine }) => machine.cores)));
}
