import { BASELINES } from "../../runtime/cost";
import type { Baseline } from "../../runtime/cost";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

/** An always-on server with a price, by its id. Throws UsageError. */
export function parseBaseline(text: string): Baseline {
  const found = BASELINES.find(({ id }) => id === text);
  if (found !== undefined) return found;
  const known = BASELINES.map(({ id }) => id).join(", ");
  throw new UsageError(`--baseline ${quote(text)}: there is no price of it; use one of ${known}`);
}
