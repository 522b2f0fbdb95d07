import type { CpuProfile } from "../../../runtime/model";
import { functionLabel, hotFunctions, unaccountedUs } from "../../../runtime/profile";

/**
 * `coldframe/cpu-profile@1`: what was sampled, whole, so that anyone can reckon it again. Times in integer microseconds, over all
 * calls. `stacks` and `samples` are lists of pairs: a function's index and the stack that called it (-1: none); a stack's index and its
 * duration.
 */
export function cpuProfileDocument(profile: CpuProfile) {
  const { functionName, nodes, samples, functions, recordedAtMs, ...rest } = profile;
  return {
    schema: "coldframe/cpu-profile@1",
    ...rest,
    function: functionName,
    /** ISO 8601, UTC. */
    recordedAt: new Date(recordedAtMs).toISOString(),
    unaccountedUs: unaccountedUs(profile),
    /** Those in which most time is spent come first. */
    hot: hotFunctions(profile).map(({ function: each, selfUs, totalUs, samples: count }) => ({
      ...{ name: functionLabel(each), kind: each.kind, file: each.file, line: each.line, column: each.column },
      ...(each.code !== undefined && { code: each.code }),
      ...{ selfUs, totalUs, samples: count },
    })),
    functions,
    stacks: nodes.map((node) => [node.function, node.parent] as const),
    samples: samples.map(({ node, durationUs }) => [node, durationUs] as const),
  } as const;
}
