import type { Profile } from "../model";
import type { Pricing } from "./advice";
import { billCall } from "./bill-call";
import { perMillion } from "./decimal";
import { profileUsages } from "./usage";

/**
 * Exact US dollars of a million calls like a profile's median one, on each of the platforms; null where no start that counts ended well.
 * The median is of the starts of the last kind: the warm ones, where those were measured.
 */
export function profilePrices(profile: Profile, { lists, calibrationOf }: Pricing): readonly (string | null)[] {
  const kind = profile.starts.at(-1);
  const usages = (profileUsages(profile) ?? []).filter(({ start }) => start === kind);
  const median = usages.toSorted((one, other) => one.durationMs - other.durationMs)[Math.floor(usages.length / 2)];
  if (median === undefined) return lists.map(() => null);
  return lists.map((list) => perMillion(billCall(median, list, { calibration: calibrationOf(list.platform) }).usd));
}
