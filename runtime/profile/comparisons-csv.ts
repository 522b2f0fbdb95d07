import { csvLine } from "../model";
import type { FunctionRow } from "./function-rows";
import { startsOf } from "./function-rows";

const FACTS = ["function", "language", "engine", "version", "bytes", "memory_bytes"];

/** A row for each function; times in microseconds, prices exact. `platforms`: whose prices the rows have. RFC 4180. */
export function comparisonsCsv(rows: readonly FunctionRow[], platforms: readonly string[]): string {
  const kinds = startsOf(rows);
  const head = [
    ...FACTS,
    ...kinds.flatMap((start) => [`${start}_n`, `${start}_p50_us`, `${start}_verdict`]),
    ...platforms.map((platform) => `usd_per_million_${platform}`),
    "reason",
  ];
  const records = rows.map(({ name, language, figures, reason }) => {
    if (figures === null) return [name, language, ...head.slice(2, -1).map(() => null), reason];
    const { profile, memoryBytes, starts, verdicts, prices } = figures;
    const times = kinds.flatMap((start) => {
      const wall = starts.find((summary) => summary.start === start)?.wall ?? null;
      const verdict = verdicts.find((each) => each.start === start)?.verdict ?? null;
      return [wall?.n ?? 0, wall === null ? null : Math.round(wall.p50), verdict];
    });
    return [name, language, profile.engine, profile.version, profile.bytes, memoryBytes, ...times, ...prices, reason];
  });
  return [head, ...records].map(csvLine).join("");
}
