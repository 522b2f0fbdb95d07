import type { Profile } from "../../../runtime/model";
import { TEST_NAME } from "../../../runtime/profile";
import type { Comparison, StartComparison } from "../../../runtime/profile";

/** `coldframe/comparison@1`: the second held against the first. Times in integer microseconds. */
export function comparisonDocument({
  first,
  second,
  interleaved,
  sameMachine,
  sameRequest,
  alpha,
  starts,
  overall,
}: Comparison) {
  return {
    schema: "coldframe/comparison@1",
    first: side(first),
    second: side(second),
    interleaved,
    sameMachine,
    sameRequest,
    test: TEST_NAME,
    /** Of each start's test, so that all of them together raise a false alarm in 5 of 100 cases at most. */
    alpha,
    /** What one start's test found, where no other found the opposite; `mixed` where one did; null where none differs and one is undecided. */
    overall,
    starts: Object.fromEntries(starts.map((comparison) => [comparison.start, startComparisonDocument(comparison)])),
  } as const;
}

export type ComparisonDocument = ReturnType<typeof comparisonDocument>;

function side({ functionName, version, bytes, recordedAtMs, machine, request, ended }: Profile) {
  const recordedAt = new Date(recordedAtMs).toISOString();
  return { function: functionName, version, bytes, recordedAt, machine, request, ended };
}

export function startComparisonDocument({ verdict, needed, n, p50, test }: StartComparison) {
  return {
    /** Null: too few starts; `needed` of each would decide. */
    verdict,
    needed: needed !== null && Number.isFinite(needed) ? needed : null,
    n,
    p50Us: p50.map(Math.round),
    shiftUs: test === null ? null : Math.round(test.shiftUs),
    shiftPercent: test === null || p50[0] === 0 ? null : Number(((test.shiftUs / p50[0]) * 100).toFixed(2)),
    intervalUs: test === null ? null : test.intervalUs.map(Math.round),
    pValue: test === null ? null : Number(test.pValue.toPrecision(3)),
  };
}
