import { formatCount } from "../model";
import type { Profile } from "../model";

/** Why a profile holds less than was asked for, in one line; null: it does not. */
export function endText({ ended, functionName, samples, topLevel }: Profile): string | null {
  if (ended === null) return null;
  const { stage, outcome, error, round, start } = ended;
  const why = error === null || outcome === "interrupted" ? outcome : `${error.code}: ${error.message}`;
  const measured = formatCount(samples.filter(({ first }) => !first).length, "start");
  if (stage === "starts")
    return `the profile of ${functionName} ended in round ${round}, at a ${start} start: ${why}; what was measured until then is of ${measured}`;
  const rounds = topLevel === null ? "" : ` and ${formatCount(topLevel.samplesUs.length, "round")} of the top level`;
  return `the profile of ${functionName} ended in round ${round} of its top level: ${why}; what was measured until then is of ${measured}${rounds}`;
}
