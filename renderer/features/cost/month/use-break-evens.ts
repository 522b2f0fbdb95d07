import { useEffect, useMemo, useState } from "react";
import { breakEvens } from "../../../../runtime/cost";
import type { Baseline, PlatformBreakEvens, PriceList } from "../../../../runtime/cost";
import type { Month } from "./use-month";

interface Found {
  readonly of: object;
  readonly rows: readonly PlatformBreakEvens[];
}

/**
 * Every platform against these servers. Solved one platform at a time between two frames, so that a slider can be dragged
 * meanwhile; until all are there, the rows of before stand as `isStale`, or null where there are none.
 */
export function useBreakEvens(
  { mix, options, peak }: Pick<Month, "mix" | "options" | "peak">,
  lists: readonly PriceList[],
  baselines: readonly Baseline[],
): { readonly rows: readonly PlatformBreakEvens[] | null; readonly isStale: boolean } {
  const request = useMemo(() => ({ mix, options, peak, lists, baselines }), [mix, options, peak, lists, baselines]);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    void solve(request, abort.signal).then((rows) => {
      if (rows !== null) setFound({ of: request, rows });
    });
    return () => {
      abort.abort();
    };
  }, [request]);
  return { rows: found?.rows ?? null, isStale: found?.of !== request };
}

interface Request extends Pick<Month, "mix" | "options" | "peak"> {
  readonly lists: readonly PriceList[];
  readonly baselines: readonly Baseline[];
}

async function solve(
  { mix, options, peak, lists, baselines }: Request,
  signal: AbortSignal,
): Promise<readonly PlatformBreakEvens[] | null> {
  const rows: PlatformBreakEvens[] = [];
  for (const list of lists) {
    await nextTask();
    if (signal.aborted) return null;
    rows.push(...breakEvens(mix, [list], { ...options, peak }, baselines));
  }
  return rows;
}

/** Lets the window draw and take what the user does. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
