import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Arrival } from "../../../../runtime/simulation";
import { historyQuery } from "../../../bridge";

/** The history gives so many rows at once. */
const SLICE = 500;
const SLICES = 4;
/** Recorded calls that are simulated: the latest of them. */
export const MOST_RECORDED = SLICE * SLICES;

export interface RecordedTraffic {
  readonly arrivals: readonly Arrival[];
  readonly durationUs: number;
}

/** When the function was called, as the history has it; null where nothing is recorded, or as long as it is being read. */
export function useRecorded(functionName: string, isWanted: boolean): RecordedTraffic | null {
  const filter = { functionName, version: null, outcome: null, start: null, sinceMs: null, untilMs: null, text: "" };
  const slices = useQueries({
    queries: Array.from({ length: SLICES }, (_, index) => ({
      ...historyQuery({ ...filter, offset: index * SLICE, limit: SLICE }),
      enabled: isWanted,
    })),
    combine: (results) => ({
      isReady: results.every(({ data }) => data !== undefined),
      times: results.flatMap(({ data }) => data?.rows.map(({ startedAtMs }) => startedAtMs) ?? []),
    }),
  });
  return useMemo(() => {
    if (!slices.isReady) return null;
    const times = [...slices.times].sort((one, other) => one - other);
    const [first] = times;
    const last = times.at(-1);
    if (first === undefined || last === undefined) return null;
    return {
      arrivals: times.map((atMs) => ({ atUs: (atMs - first) * 1000, called: 0 })),
      // Times are recorded in whole milliseconds.
      durationUs: Math.max(1, last - first) * 1000,
    };
  }, [slices]);
}
