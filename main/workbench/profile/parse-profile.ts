import { readFile } from "node:fs/promises";
import { z } from "zod";
import { GC_KINDS, PROFILE_STAGES, STARTS, UNTRIED } from "../../../runtime/model";
import type { Profile, Untried } from "../../../runtime/model";
import { profileOfSamples } from "../../../runtime/profile";
import { cpuProfile, cpuProfileOf } from "./parse-cpu-profile";
import { count, failedCall, measurement, text } from "./parse-measurement";

const start = z.enum(STARTS);

const sample = z.object({
  start,
  round: z.int().positive(),
  first: z.boolean(),
  wallUs: count,
  executionUs: count,
  activeCpuUs: count,
  spans: z.record(text, count),
  events: z.object({
    ...{ gcCount: count, gcUs: count },
    /** Older documents have none. */
    sandboxGc: z
      .array(z.object({ kind: z.enum(GC_KINDS), count, durationUs: count }))
      .max(GC_KINDS.length)
      .nullable()
      .default(null),
    ...{ pageIns: count, waitedUs: count.nullable() },
  }),
});

const topLevel = z.object({
  samplesUs: z.array(count).max(1000),
  timed: z.object({ n: count, wallUs: count, parseUs: count, unaccountedUs: z.int() }),
  frozen: z.array(z.object({ what: text, file: text, line: count, count })),
});

const moduleTime = z.object({
  path: text,
  package: text.nullable(),
  parent: text.nullable(),
  bytes: count,
  initUs: count.nullable(),
  selfInitUs: count.nullable(),
});

const usage = z.object({
  wallUs: count,
  executionUs: count,
  activeCpuUs: count.nullable(),
  initUs: count,
  peakMemoryBytes: count.nullable(),
  memoryLimitBytes: count,
  ingressBytes: count,
  egressBytes: count,
});

const untried = Object.keys(UNTRIED) as Untried[];

/** As many as can be measured at once, several times over. */
const MOST_SAMPLES = 100_000;

const interval = z.tuple([z.int(), z.int()]);
const trial = z.object({
  n: count,
  p50Us: z.tuple([count, count]),
  savedUs: z.int().nullable(),
  savedCi95Us: interval.nullable(),
  verdict: z.enum(["faster", "slower", "no difference"]).nullable(),
  answer: z.enum(["same", "differs", "varies"]),
});

const deferrals = z.object({
  unneeded: z.array(text),
  imports: z.array(
    z.object({
      ...{ name: text, isPackage: z.boolean(), modules: count, bytes: count, initUs: count },
      importers: z.array(z.object({ file: text, line: count.nullable() })),
      unsafe: text.nullable(),
      trial: trial.nullable(),
      /** Older documents have none, as below. */
      untried: z.enum(untried).nullable().default(null),
    }),
  ),
  together: trial.nullable(),
  cancelled: z.object({ rounds: count, of: count }).nullable().default(null),
});

/** What is measured; what is reckoned from it is reckoned again. */
const wholeProfile = z
  .object({
    schema: z.literal("coldframe/profile@1"),
    ...measurement,
    runs: count,
    status: z.int().nullable(),
    usage: usage.nullable().default(null),
    starts: z.partialRecord(start, z.unknown()),
    ended: z
      .object({
        /** Older documents do not say it. */
        stage: z.enum(PROFILE_STAGES).default("starts"),
        start,
        round: z.int().positive(),
        ...failedCall,
      })
      .nullable(),
    topLevel: topLevel.nullable(),
    deferrals: deferrals.nullable().default(null),
    modules: z.array(moduleTime),
    samples: z.array(sample).max(MOST_SAMPLES),
    /** Older documents have none. */
    samplesWithoutImage: z.array(sample).max(MOST_SAMPLES).default([]),
    /** Older documents have none. */
    cpu: cpuProfile.nullable().default(null),
  })
  .refine(({ runs, cpu }) => runs > 0 || cpu !== null, {
    message: "has neither starts nor samples of the handler",
    path: ["runs"],
  })
  .refine(({ version, cpu }) => cpu === null || cpu.version === version, {
    message: "has samples of another version",
    path: ["cpu", "version"],
  })
  .refine(
    ({ samples, samplesWithoutImage, starts }) =>
      [...samples, ...samplesWithoutImage].every((one) => one.start in starts),
    {
      message: "has samples of a start that it does not list",
      path: ["samples"],
    },
  );

/** Samples of the handler come alone, too. */
const document = z.discriminatedUnion("schema", [wholeProfile, cpuProfile]);

export type ParsedProfile =
  | { readonly ok: true; readonly profile: Profile }
  /** One line: what is wrong, and where. */
  | { readonly ok: false; readonly message: string };

/** Reads a `coldframe/profile@1` document, or a `coldframe/cpu-profile@1` as a profile that holds nothing else. */
export function parseProfile(json: string): ParsedProfile {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    return { ok: false, message: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = document.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
    return { ok: false, message: `it is no coldframe/profile@1 document${where}: ${issue?.message ?? "it is empty"}` };
  }
  const { data } = parsed;
  if (data.schema === "coldframe/cpu-profile@1") return { ok: true, profile: profileOfSamples(cpuProfileOf(data)) };
  return { ok: true, profile: profileOf(data) };
}

function profileOf(whole: z.infer<typeof wholeProfile>): Profile {
  const { schema: _, function: functionName, recordedAt, starts, topLevel: top, modules, cpu, ...others } = whole;
  const { samplesWithoutImage: withoutImage, ...rest } = others;
  return {
    ...rest,
    withoutImage,
    topLevel: top === null ? null : { ...top, modules },
    functionName,
    recordedAtMs: Date.parse(recordedAt),
    starts: STARTS.filter((kind) => kind in starts),
    cpuProfile: cpu === null ? null : cpuProfileOf(cpu),
  };
}

/** The same of a file. What can't be read is a message too. */
export async function readProfileFile(file: string): Promise<ParsedProfile> {
  try {
    return parseProfile(await readFile(file, "utf8"));
  } catch (error) {
    return { ok: false, message: `it can't be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
