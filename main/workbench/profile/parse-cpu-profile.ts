import { z } from "zod";
import { FRAME_KINDS } from "../../../runtime/model";
import type { CpuProfile, FrameKind } from "../../../runtime/model";
import { CPU_SAMPLING } from "../../../runtime/profile";
import { count, failedCall, measurement, text } from "./parse-measurement";

const kinds = Object.keys(FRAME_KINDS) as FrameKind[];
/** An index into a list that another check holds it against. */
const index = z.int().min(-1);
/** Functions and stacks of one profile: far more than any function has. */
const MOST_NODES = 200_000;

const sampledFunction = z.object({
  kind: z.enum(kinds),
  ...{ name: text, file: text.nullable(), line: count, column: count },
  code: z.object({ index: count, offset: count }).optional(),
});

/** What is sampled; what is reckoned from it is reckoned again. */
export const cpuProfile = z
  .object({
    schema: z.literal("coldframe/cpu-profile@1"),
    ...measurement,
    ...{ everyUs: z.int().positive(), calls: count, status: z.int().nullable(), wallUs: count },
    ended: z.object(failedCall).nullable(),
    functions: z.array(sampledFunction).max(MOST_NODES),
    stacks: z.array(z.tuple([index, index])).max(MOST_NODES),
    samples: z.array(z.tuple([count, count.max(2 ** 32 - 1)])).max(2 * CPU_SAMPLING.mostSamples),
  })
  .refine(
    ({ functions, stacks }) =>
      stacks.every(([each, caller], node) => each >= 0 && each < functions.length && caller < node),
    { message: "has a stack of a function or of a caller that is not there", path: ["stacks"] },
  )
  .refine(({ stacks, samples }) => samples.every(([node]) => node < stacks.length), {
    message: "has samples of a stack that is not there",
    path: ["samples"],
  });

/** What a parsed document is of. */
export function cpuProfileOf(document: z.infer<typeof cpuProfile>): CpuProfile {
  const { schema: _, function: functionName, recordedAt, functions, stacks, samples, ...rest } = document;
  return {
    ...rest,
    functionName,
    recordedAtMs: Date.parse(recordedAt),
    functions: functions.map(({ code, ...each }) => (code === undefined ? each : { ...each, code })),
    nodes: stacks.map(([each, parent]) => ({ function: each, parent })),
    samples: samples.map(([node, durationUs]) => ({ node, durationUs })),
  };
}
