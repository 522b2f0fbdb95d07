import type { Failure, Invocation, Outcome } from "../../../runtime";
import { rotated } from "../measure/runs";
import type { Runs } from "../measure/runs";

/** What one memory size did with the function. */
export interface TierMeasurement {
  /** MiB, enforced. */
  readonly memoryMb: number;
  /** The runs that ended well, in their order, without the first one, which warms up. */
  readonly invocations: readonly Invocation[];
  /** Why the size was given up: its first failure, and after how many good runs. */
  readonly failure: TierFailure | null;
}

export interface TierFailure {
  readonly outcome: Exclude<Outcome, "ok">;
  readonly error: Failure | null;
}

/**
 * Runs the function at each memory size, warm. Runs are interleaved, and each round begins with another size, so that a machine that
 * slows down or warms up does so to all alike. A size ends at its first failure; one that is not for want of memory ends all, since
 * no size would mend it. `onRun` is told of each run that ended.
 */
export async function measureTiers(
  runs: Runs,
  tiers: readonly number[],
  rounds: number,
  onRun: () => void = () => undefined,
): Promise<readonly TierMeasurement[]> {
  const found = tiers.map((memoryMb) => ({
    memoryMb,
    invocations: [] as Invocation[],
    failure: null as TierFailure | null,
  }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const tier of rotated(found, round)) {
      if (tier.failure !== null) continue;
      const invocation = await runs.run(tier.memoryMb, "warm");
      onRun();
      const { outcome, error } = invocation;
      if (outcome !== "ok") tier.failure = { outcome, error };
      else if (round > 0) tier.invocations.push(invocation);
      if (outcome !== "ok" && outcome !== "out-of-memory") return found;
    }
  }
  return found;
}
