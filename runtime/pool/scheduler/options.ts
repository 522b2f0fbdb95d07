import type { PoolOptions } from "../../model";

/** Each option's least value, and whether it counts things (a whole number) or may be any number, Infinity included. */
const RULES: Readonly<Record<keyof PoolOptions, { readonly least: number; readonly whole: boolean }>> = {
  maxPool: { least: 0, whole: true },
  maxSandboxes: { least: 1, whole: true },
  maxQueue: { least: 0, whole: true },
  queueTimeoutMs: { least: 0, whole: false },
  idleMs: { least: 0, whole: false },
  maxUses: { least: 1, whole: false },
  maintainEveryMs: { least: 1, whole: false },
  blankMemoryMb: { least: 1, whole: true },
};

/** @throws {RangeError} that names the option which makes no sense. */
export function checkOptions(options: PoolOptions): PoolOptions {
  for (const name of Object.keys(RULES) as (keyof PoolOptions)[]) {
    const { least, whole } = RULES[name];
    const value = options[name];
    if (!(value >= least) || (whole && !Number.isSafeInteger(value)))
      throw new RangeError(
        `pool option ${name} must be ${whole ? "a whole number" : "a number"} from ${least}: ${value}`,
      );
  }
  return { ...options };
}
