import { billCall, perMillion, profileUsages } from "../../../../runtime/cost";
import type { PriceList } from "../../../../runtime/cost";
import { csvLine } from "../../../../runtime/model";
import type { Profile, Start } from "../../../../runtime/model";
import { compareProfiles, summarize } from "../../../../runtime/profile";
import type { StartComparison, StartSummary } from "../../../../runtime/profile";
import { formatInteger } from "../../../ui/format";

/** One of the functions that were measured in turn. */
export interface Row {
  readonly profile: Profile;
  readonly bytes: number;
  readonly starts: readonly StartSummary[];
  /** Against the first function; empty for that one itself. */
  readonly verdicts: readonly StartComparison[];
  /** Linear memory at the end of the last start, bytes; null: none ended well. */
  readonly memoryBytes: number | null;
  /** A decimal number of dollars, for a million calls like the median one; null: no price list, or no start that ended well. */
  readonly usdPerMillion: string | null;
}

/** Functions that do the same, each with what it takes. `list`: the prices of the user's first platform. */
export function rowsOf(profiles: readonly Profile[], list: PriceList | null): readonly Row[] {
  const [first] = profiles;
  return profiles.map((profile) => ({
    profile,
    bytes: profile.bytes,
    starts: summarize(profile),
    verdicts:
      first === undefined || profile === first ? [] : compareProfiles(first, profile, true, profiles.length - 1).starts,
    memoryBytes: profile.usage?.peakMemoryBytes ?? null,
    usdPerMillion: list === null ? null : priceOf(profile, list),
  }));
}

/** Of the call that takes the median time, among the starts of the last kind: the warm ones, where those were measured. */
function priceOf(profile: Profile, list: PriceList): string | null {
  const kind = profile.starts.at(-1);
  const usages = (profileUsages(profile) ?? []).filter(({ start }) => start === kind);
  const median = usages.toSorted((one, other) => one.durationMs - other.durationMs)[Math.floor(usages.length / 2)];
  return median === undefined ? null : perMillion(billCall(median, list).usd);
}

/** A verdict in words, against the first function. */
export function verdictText({ verdict, needed }: StartComparison): string {
  if (verdict !== null) return verdict;
  return needed === null ? "undecided" : `undecided: ${formatInteger(needed)} starts of each would tell`;
}

export function languagesCsv(rows: readonly Row[], platform: string | null): string {
  const head = ["function", "engine", "version", "bytes", "memory_bytes", `usd_per_million_${platform ?? "unpriced"}`];
  const kinds: readonly Start[] = rows[0]?.profile.starts ?? [];
  const figures = kinds.flatMap((start) => [`${start}_n`, `${start}_p50_us`, `${start}_verdict`]);
  const records = rows.map(({ profile, bytes, memoryBytes, usdPerMillion, starts, verdicts }) => [
    ...[profile.functionName, profile.engine, profile.version, bytes, memoryBytes, usdPerMillion],
    ...starts.flatMap(({ start, wall }) => [
      ...[wall?.n ?? 0, wall?.p50 ?? null],
      verdicts.find((each) => each.start === start)?.verdict ?? null,
    ]),
  ]);
  return [[...head, ...figures], ...records].map(csvLine).join("");
}
