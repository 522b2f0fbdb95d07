import type { PoolOptions } from "../../runtime/model";
import { checkOptions } from "../../runtime/simulation";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

/** Settings of the pool as a list of `name=value`: changes to `usual`. `Infinity` is a number here. Throws UsageError. */
export function parsePool(flag: string, text: string, usual: PoolOptions): PoolOptions {
  const changes: Partial<Record<keyof PoolOptions, number>> = {};
  for (const part of text.split(",")) {
    const [name = "", value = "", ...rest] = part.split("=").map((word) => word.trim());
    if (!isOption(name, usual))
      throw new UsageError(`${flag} ${quote(text)}: there is no ${quote(name)}; use ${Object.keys(usual).join(", ")}`);
    if (value === "" || rest.length > 0 || Number.isNaN(Number(value)))
      throw new UsageError(`${flag} ${quote(text)}: give ${name} a number, like ${name}=${usual[name]}`);
    if (name in changes) throw new UsageError(`${flag} ${quote(text)}: ${name} is given twice`);
    changes[name] = Number(value);
  }
  try {
    return checkOptions({ ...usual, ...changes });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${flag} ${quote(text)}: ${error.message}`);
    throw error;
  }
}

function isOption(name: string, usual: PoolOptions): name is keyof PoolOptions {
  return Object.hasOwn(usual, name);
}
