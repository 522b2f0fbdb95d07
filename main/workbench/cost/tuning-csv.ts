import { csvLine } from "../../../runtime/model";
import type { Tuning } from "./tune";

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
export function tuningCsv({ tiers, platforms }: Tuning): string {
  const rows = platforms.flatMap(({ platform, region, priceList, tiers: tuned, choice }) =>
    tiers.map(({ memoryMb, invocations, failure }) => {
      const head = [platform, region, priceList, memoryMb];
      const found = tuned.find((tier) => tier.memoryMb === memoryMb);
      if (found === undefined) {
        return [...head, null, failure?.outcome ?? "ok", invocations.length, ...COLUMNS.slice(7).map(() => null)];
      }
      const { billedMb, n, basis, cpuShare, durationMs, usd } = found;
      const chosen = (["cheapest", "fastest", "balanced"] as const).filter((name) => choice?.[name] === memoryMb);
      return [
        ...head,
        billedMb,
        "ok",
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
