import type { Profile } from "../model";
import { mostMemoryBytes } from "../model";
import { measuredStarts } from "./measured-starts";
import type { SimulatedFunction } from "./simulation-types";

export type SimulatedFunctionResult =
  | { readonly ok: true; readonly simulated: SimulatedFunction }
  /** Why this profile can't be simulated with: the end of a sentence that begins with its name. */
  | { readonly ok: false; readonly message: string };

/** The function of a profile, with what the profile measured. */
export function simulatedFunction({ functionName, memoryMb, samples, usage }: Profile): SimulatedFunctionResult {
  const measured = measuredStarts(samples);
  if (!measured.ok)
    return { ok: false, message: `has no ${measured.missing.join(" and no ")} starts: measure all three kinds` };
  if (usage === null) return { ok: false, message: "was measured before memory was noted: measure it again" };
  return {
    ok: true,
    simulated: { name: functionName, memoryMb, boundBytes: mostMemoryBytes(usage), starts: measured.starts },
  };
}
