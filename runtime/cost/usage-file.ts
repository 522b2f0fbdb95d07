import { z } from "zod";
import { STARTS } from "../model";
import { Decimal } from "./decimal";
import { pathText } from "./schema";
import type { SchemaProblem } from "./schema";
import { ARCHITECTURES } from "./usage";
import type { CallUsage } from "./usage";

/** Calls of one kind, as a usage file describes them. */
export interface UsageEntry {
  readonly usage: CallUsage;
  /** How many there are; null where the file does not say. */
  readonly requests: Decimal | null;
}

export type ParsedUsage =
  | { readonly ok: true; readonly entries: readonly UsageEntry[] }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

const measured = z.number().nonnegative();

const entry = z.strictObject({
  durationMs: measured,
  cpuMs: measured,
  memoryMb: z.number().positive(),
  initMs: measured.default(0),
  start: z.enum(STARTS).default("warm"),
  observedMemoryMb: measured.optional(),
  ingressBytes: measured.default(0),
  egressBytes: measured.default(0),
  arch: z.enum(ARCHITECTURES).default("x86_64"),
  requests: measured.optional(),
});

/**
 * Reads what a usage file says: one object, or a list of them. Time, CPU time and memory have to be there; without the rest a call is
 * warm, has no init, sends and gets no bytes, runs on x86_64, and holds all the memory it is configured with.
 */
export function parseUsage(value: unknown): ParsedUsage {
  const parsed = Array.isArray(value) ? z.array(entry).min(1).safeParse(value) : entry.safeParse(value);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message })) };
  }
  const entries = Array.isArray(parsed.data) ? parsed.data : [parsed.data];
  return {
    ok: true,
    entries: entries.map(({ requests, observedMemoryMb, ...usage }) => ({
      usage: { ...usage, observedMemoryMb: observedMemoryMb ?? usage.memoryMb },
      requests: requests === undefined ? null : new Decimal(requests),
    })),
  };
}
