import { parseUsage } from "../../runtime";
import { Decimal, mixByRequests, mixByStart, withResponseBytes } from "../../runtime/cost";
import type { UsageMix } from "../../runtime/cost";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";
import { readJson } from "./request-body";

/** What the options change about the calls of a month. */
interface MixChoice {
  readonly coldShare?: Decimal;
  readonly prewarmedShare?: Decimal;
  readonly responseBytes?: Decimal;
}

/** The calls of a usage file, each as often as its `requests` say; once without. @throws {UsageError} where the file is wrong. */
export async function readUsage(file: string): Promise<UsageMix> {
  const parsed = parseUsage(await readJson("--usage", file));
  if (!parsed.ok) {
    const [first] = parsed.problems;
    throw new UsageError(`--usage ${quote(file)}: ${first?.path ?? ""}: ${first?.message ?? ""}`);
  }
  const mix = mixByRequests(
    parsed.entries.map(({ usage, requests }) => ({ usage, requests: requests ?? new Decimal(1) })),
  );
  if (mix === null) throw new UsageError(`--usage ${quote(file)}: requests: are 0 for every call`);
  return mix;
}

/** The calls with the shares of starts and the response size that were asked for. @throws {UsageError} for shares above 1 together. */
export function chooseMix(mix: UsageMix, { coldShare, prewarmedShare, responseBytes }: MixChoice): UsageMix {
  const sized = responseBytes === undefined ? mix : withResponseBytes(mix, responseBytes.toNumber());
  if (coldShare === undefined && prewarmedShare === undefined) return sized;
  const none = new Decimal(0);
  const shares = { cold: coldShare ?? none, prewarmed: prewarmedShare ?? none };
  if (shares.cold.plus(shares.prewarmed).gt(1)) {
    throw new UsageError("--cold-share and --prewarmed-share are more than 100 % together");
  }
  return mixByStart(sized, shares);
}
