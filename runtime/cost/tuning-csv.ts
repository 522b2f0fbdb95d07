import { csvLine } from "../model";
import type { Outcome } from "../model";
import type { PlatformTuning } from "./tuning";
import { TIER_CHOICES } from "./tier-choice";

/** How one memory size's runs ended. */
export interface TierOutcome {
  readonly memoryMb: number;
  readonly outcome: Outcome;
  /** Runs that ended well. */
  readonly n: number;
}

const COLUMNS = [
  "platform",
  "region",
  "priceList",
  "memoryMb",
  "billedMb",
  "outcome",
  "n",
  "basis",
  "cpuShare",
  "durationMs",
  "durationLowMs",
  "durationHighMs",
  "usd",
  "usdLow",
  "usdHigh",
  "choice",
];

/** A row for each memory size on each platform; a size that failed has a row without figures. RFC 4180. */
export function tuningCsv(outcomes: readonly TierOutcome[], platforms: readonly PlatformTuning[]): string {
  const rows = platforms.flatMap(({ platform, region, priceList, tiers: tuned, choice }) =>
    outcomes.map(({ memoryMb, outcome, n: runs }) => {
      const head = [platform, region, priceList, memoryMb];
      const found = tuned.find((tier) => tier.memoryMb === memoryMb);
      if (found === undefined) return [...head, null, outcome, runs, ...COLUMNS.slice(7).map(() => null)];
      const { billedMb, n, basis, cpuShare, durationMs, usd } = found;
      const chosen = TIER_CHOICES.filter((name) => choice?.[name] === memoryMb);
      return [
        ...head,
        billedMb,
        outcome,
        n,
        basis,
        cpuShare,
        ...[durationMs.mean, durationMs.low, durationMs.high],
        ...[usd.mean, usd.low, usd.high],
        chosen.join(" "),
      ];
    }),
  );
  return [COLUMNS, ...rows].map(csvLine).join("");
}
