import { z } from "zod";
import { formatInteger, STARTS } from "../model";
import { Decimal } from "./decimal";
import { USAGE_FIELDS } from "./measures";
import type { UsageField } from "./measures";
import { pathText } from "./schema";
import type { SchemaProblem } from "./schema";
import { ARCHITECTURES } from "./usage";
import type { CallUsage } from "./usage";

/** Calls of one kind, as a usage file describes them. */
export interface UsageEntry {
  /** 0 stands for what is missing: it must not be billed where the platform takes it. */
  readonly usage: CallUsage;
  /** What the file does not say and nothing stands for. */
  readonly missing: readonly UsageField[];
  /** How many there are; null where the file does not say. */
  readonly requests: Decimal | null;
}

export type ParsedUsage =
  | { readonly ok: true; readonly entries: readonly UsageEntry[] }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** Beyond these no platform has ever run a call, and a month's bill would leave the digits that a person can read. */
const MOST = { ms: 1e9, mb: 1e6, bytes: 1e15, requests: 1e15 };

const time = upTo(MOST.ms);
const bytes = upTo(MOST.bytes);
const fields = {
  durationMs: time.optional(),
  cpuMs: time.optional(),
  memoryMb: upTo(MOST.mb).positive("use a number above 0").optional(),
  initMs: time.default(0),
  start: z.enum(STARTS).default("warm"),
  observedMemoryMb: upTo(MOST.mb).optional(),
  ingressBytes: bytes.default(0),
  egressBytes: bytes.default(0),
  arch: z.enum(ARCHITECTURES).default("x86_64"),
  requests: upTo(MOST.requests).optional(),
};
const entry = z.strictObject(fields, { error: ({ code, keys }) => entryProblem(code, keys) });

/** Undefined: what is wrong is a field's. */
function entryProblem(code: string, keys: unknown): string | undefined {
  if (code === "invalid_type")
    return 'describe a call as an object, like {"durationMs": 5, "cpuMs": 1, "memoryMb": 128}';
  if (code !== "unrecognized_keys" || !Array.isArray(keys)) return undefined;
  return `there is no ${keys.map((key) => JSON.stringify(key)).join(", ")}: use ${Object.keys(fields).join(", ")}`;
}

function upTo(most: number): z.ZodNumber {
  const message = `use a number from 0 to ${formatInteger(most)}`;
  return z.number({ error: message }).min(0, message).max(most, message);
}

/**
 * Reads what a usage file says: one object, or a list of them. Time, CPU time and memory may be missing where no platform that is
 * asked bills them; without the rest a call is warm, has no init, sends and gets no bytes, runs on x86_64, and holds all the memory
 * it is configured with.
 */
export function parseUsage(value: unknown): ParsedUsage {
  const parsed = Array.isArray(value)
    ? z.array(entry).min(1, "the list is empty: describe one call at least").safeParse(value)
    : entry.safeParse(value);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message })) };
  }
  const entries = Array.isArray(parsed.data) ? parsed.data : [parsed.data];
  return { ok: true, entries: entries.map(usageEntry) };
}

function usageEntry({ requests, ...described }: z.infer<typeof entry>): UsageEntry {
  const { durationMs, cpuMs, memoryMb, observedMemoryMb = memoryMb, ...rest } = described;
  const measures = { durationMs, cpuMs, memoryMb, observedMemoryMb };
  return {
    usage: {
      ...rest,
      durationMs: durationMs ?? 0,
      cpuMs: cpuMs ?? 0,
      memoryMb: memoryMb ?? 0,
      observedMemoryMb: observedMemoryMb ?? 0,
    },
    missing: USAGE_FIELDS.filter((field) => measures[field] === undefined),
    requests: requests === undefined ? null : new Decimal(requests),
  };
}
