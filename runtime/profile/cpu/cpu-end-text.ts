import type { CpuProfile } from "../../model";

/** Why a profile holds less than was asked for, in one line; null: it does not. */
export function cpuEndText({ ended, functionName, calls }: CpuProfile): string | null {
  if (ended === null) return null;
  const { outcome, error } = ended;
  const why = error === null || outcome === "interrupted" ? outcome : `${error.code}: ${error.message}`;
  return `the profile of ${functionName} ended in call ${calls}: ${why}; what was sampled until then is shown`;
}
