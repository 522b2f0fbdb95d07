import { percentiles } from "../../runtime/statistics";

/** One benchmarked quantity: see docs of `npm run bench`. */
export interface FigureDefinition {
  readonly id: string;
  readonly title: string;
  readonly unit: "ms" | "calls/s" | "requests/s" | "MB" | "frames" | "%";
  /** Whether less or more is better. */
  readonly better: "less" | "more";
  /** What it should be at most (or at least, where more is better), in `unit`. Null: no limit of its own. */
  readonly limit: Limit;
  measure(bench: BenchContext): Promise<number[]>;
  /** The same quantity on the peer, where there is one and `--peers` asked for it. */
  readonly peer: PeerDefinition | null;
}

export interface Limit {
  readonly p50: number | null;
  readonly p99: number | null;
  /** Least ratio to the peer's median. */
  readonly ratio: number | null;
}

export interface PeerDefinition {
  readonly name: string;
  measure(bench: BenchContext): Promise<number[]>;
}

/** What the measurements share. */
export interface BenchContext {
  /** The root of the checkout. */
  readonly root: string;
  /** An empty folder below the checkout, so that npm packages resolve from it. */
  readonly scratch: string;
  /** Where the peers are installed. */
  readonly peers: string;
  /** Less runs, for a test that the benchmark works. */
  readonly quick: boolean;
}

export interface FigureResult {
  readonly id: string;
  readonly unit: string;
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
  readonly limit: Limit;
  readonly peer: { readonly name: string; readonly p50: number; readonly p99: number; readonly ratio: number } | null;
}

export function summarize(
  definition: FigureDefinition,
  samples: readonly number[],
  peerSamples: readonly number[] | null,
): FigureResult {
  const found = percentiles(samples);
  if (found === null) throw new Error(`${definition.id} gave no sample`);
  const { n, p50, p99 } = found;
  const peer = definition.peer;
  const theirs = peerSamples === null ? null : percentiles(peerSamples);
  return {
    id: definition.id,
    unit: definition.unit,
    n,
    p50,
    p99,
    limit: definition.limit,
    peer:
      peer === null || theirs === null
        ? null
        : {
            name: peer.name,
            p50: theirs.p50,
            p99: theirs.p99,
            ratio: definition.better === "less" ? theirs.p50 / p50 : p50 / theirs.p50,
          },
  };
}

/** Which of the figure's limits it missed; empty when none. */
export function missedLimits(definition: FigureDefinition, result: FigureResult): string[] {
  const beyond = (value: number, limit: number | null): boolean =>
    limit !== null && (definition.better === "less" ? value > limit : value < limit);
  const missed: string[] = [];
  if (beyond(result.p50, result.limit.p50)) missed.push("p50");
  if (beyond(result.p99, result.limit.p99)) missed.push("p99");
  if (result.limit.ratio !== null && result.peer !== null && result.peer.ratio < result.limit.ratio)
    missed.push("ratio");
  return missed;
}
