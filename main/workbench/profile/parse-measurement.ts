import { z } from "zod";
import { ENGINES, FAILURE_CODES, OUTCOMES } from "../../../runtime/model";
import type { FailureCode, Outcome } from "../../../runtime/model";

export const count = z.int().nonnegative();

/** Text that a terminal or a panel shows. */
export const text = z.string().max(1000);

const machine = z.object({
  platform: text,
  arch: text,
  release: text,
  cpu: text,
  cores: count,
  memoryBytes: count,
  node: text,
  v8: text,
});

/** What every document of measured calls says first: of which function, where and when. */
export const measurement = {
  id: z.uuid(),
  function: text.min(1),
  version: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  engine: z.enum(ENGINES),
  entry: text,
  bytes: count,
  recordedAt: z.iso.datetime(),
  machine,
  memoryMb: z.int().positive(),
  request: z.string().max(10_000),
};

const failed = OUTCOMES.filter((outcome): outcome is Exclude<Outcome, "ok"> => outcome !== "ok");
const codes = Object.keys(FAILURE_CODES) as FailureCode[];

/** How the call went that ended the measuring. */
export const failedCall = {
  outcome: z.enum(failed),
  error: z.object({ code: z.enum(codes), message: z.string(), stack: z.string().nullable() }).nullable(),
};
