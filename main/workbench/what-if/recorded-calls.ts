import type { Arrival } from "../../../runtime/simulation";
import type { Workbench } from "../workbench";

/** The calls that the history has, as they came. */
export interface RecordedCalls {
  /** In order of time, from the first one's accept; `called`: the index of its function's name. */
  readonly arrivals: readonly Arrival[];
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** Calls of other functions. */
  readonly leftOut: number;
}

/** Rows read at once. */
const PAGE = 5000;

/** Reads when the functions with these names were called, of all calls since `sinceMs` (null: of all there are). */
export async function recordedCalls(
  workbench: Workbench,
  names: readonly string[],
  sinceMs: number | null,
): Promise<RecordedCalls> {
  const reader = await workbench.reader();
  const calls: { readonly atMs: number; readonly called: number }[] = [];
  let leftOut = 0;
  let before: string | null = null;
  do {
    const page = reader.history({
      limit: PAGE,
      ...(sinceMs === null ? {} : { sinceMs }),
      ...(before === null ? {} : { before }),
    });
    for (const { functionName, startedAtMs } of page.rows) {
      const called = names.indexOf(functionName);
      if (called === -1) leftOut += 1;
      else calls.push({ atMs: startedAtMs, called });
    }
    before = page.next;
  } while (before !== null);
  calls.sort((one, other) => one.atMs - other.atMs);
  const firstAtMs = calls[0]?.atMs ?? null;
  return {
    arrivals: calls.map(({ atMs, called }) => ({ atUs: (atMs - (firstAtMs ?? 0)) * 1000, called })),
    firstAtMs,
    lastAtMs: calls.at(-1)?.atMs ?? null,
    leftOut,
  };
}
