import { formatDuration, formatInteger } from "../../../ui/format";
import type { PoolOptions } from "../../../../runtime/model";

/** What of the pool's settings the sliders change. */
export type DialName = "maxPool" | "maxSandboxes" | "maxQueue" | "idleMs" | "maxUses";
export type Dials = Pick<PoolOptions, DialName>;

/** A slider for one setting. */
export interface Dial {
  readonly name: DialName;
  readonly label: string;
  readonly hint: string;
  /** The values that it goes through, ascending. */
  readonly steps: readonly number[];
  text(value: number): string;
}

const COUNTS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const MINUTE_MS = 60_000;

export const DIALS: readonly Dial[] = [
  {
    name: "maxPool",
    label: "Kept ready",
    hint: "blank sandboxes; refilled when under half",
    steps: upTo(0, 16),
    text: formatInteger,
  },
  {
    name: "maxSandboxes",
    label: "Sandboxes at most",
    hint: "of any state: how many calls run at once",
    steps: upTo(1, 32),
    text: formatInteger,
  },
  {
    name: "maxQueue",
    label: "Queue",
    hint: "calls that may wait; one more is rejected",
    steps: COUNTS,
    text: formatInteger,
  },
  {
    name: "idleMs",
    label: "Keep alive",
    hint: "a bound one unused this long goes blank",
    steps: [100, 500, 1000, 2000, 5000, 10_000, 30_000, ...[1, 2, 5, 10, 30, 60].map((minutes) => minutes * MINUTE_MS)],
    text: (value) => formatDuration(value * 1000),
  },
  {
    name: "maxUses",
    label: "Calls each",
    hint: "then it is renewed",
    steps: [...COUNTS.filter((count) => count > 0 && count <= 1000), Infinity],
    text: (value) => (Number.isFinite(value) ? formatInteger(value) : "never renewed"),
  },
];

/** A slider's values with the one that the pool has now, so that it can be gone back to. */
export function stepsWith({ steps }: Dial, now: number): readonly number[] {
  return steps.includes(now) ? steps : [...steps, now].sort((one, other) => one - other);
}

/** Why the pool can't be set so; null: it can. */
export function dialsProblem({ maxPool, maxSandboxes }: Dials): string | null {
  return maxPool > maxSandboxes ? `${maxSandboxes} sandboxes at most can’t keep ${maxPool} ready.` : null;
}

export function isSame(one: Dials, other: Dials): boolean {
  return DIALS.every(({ name }) => one[name] === other[name]);
}

function upTo(least: number, most: number): number[] {
  return Array.from({ length: most - least + 1 }, (_, index) => least + index);
}
