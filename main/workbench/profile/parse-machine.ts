import { z } from "zod";

export const count = z.int().nonnegative();

/** Text that a terminal or a panel shows. */
export const text = z.string().max(1000);

/** The machine that measured. */
export const machine = z.object({
  platform: text,
  arch: text,
  release: text,
  cpu: text,
  cores: count,
  memoryBytes: count,
  node: text,
  v8: text,
});
