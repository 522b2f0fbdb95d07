import type { ArchitectureRow } from "../../../../runtime/cost";
import { formatDuration } from "../../../ui/format";

const US_PER_MS = 1000;

/** A row as it is shown: what the reference says, and what was measured and reckoned here. */
export interface ShownArchitecture extends Omit<ArchitectureRow, "measuredStart"> {
  readonly quotedStart: string;
  /** Null: nothing was measured for this row. */
  readonly measured: { readonly text: string; readonly exact: string } | null;
}

export function shownArchitectures(rows: readonly ArchitectureRow[]): ShownArchitecture[] {
  return rows.map(({ measuredStart: measured, ...row }) => ({
    ...row,
    quotedStart: formatDuration(row.startMs * US_PER_MS),
    measured:
      measured === null
        ? null
        : {
            text: `${formatDuration(measured.ms * US_PER_MS)}, ${measured.start}`,
            exact: `spawn, compile, bind and init of the selected call: ${measured.ms} ms, n = 1`,
          },
  }));
}

/** What is told apart in the table, a sentence each. */
export const ARCHITECTURE_NOTES: readonly string[] = [
  "Start, scaling, billing, operations and regions are the reference model's figures, not measurements. Its table says 0.8 s for the serverless edge, its headline a cold start under 50 ms: both are quoted.",
  "Your start is that of the selected call on this machine: spawn, compile, bind and init, without queue and build. A platform's own start is another.",
  "The month is that of the Month view: the cheapest EC2 or Fargate servers that carry its peak, and the reference model's bill for the serverless edge. Of a physical server no price is known.",
];
