import { parseUsage } from "../../runtime/cost/files";
import type { UsageEntry } from "../../runtime/cost/files";
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

/** The kinds of call of a usage file, one at least. @throws {UsageError} where the file is wrong; names the field. */
export async function readUsageFile(file: string): Promise<readonly UsageEntry[]> {
  const parsed = parseUsage(await readJson("--usage", file));
  if (parsed.ok) return parsed.entries;
  const [first] = parsed.problems;
  throw wrongUsage(file, first?.path ?? "", first?.message ?? "");
}

/** The calls of a usage file, each as often as its `requests` say; once without. @throws {UsageError} where the file is wrong. */
export async function readUsage(file: string): Promise<UsageMix> {
  const entries = await readUsageFile(file);
  entries.forEach(({ missing: [field] }, index) => {
    if (field === undefined) return;
    throw wrongUsage(file, usagePath(entries, index, field), "is missing: what servers would cost takes it");
  });
  const mix = mixByRequests(entries.map(({ usage, requests }) => ({ usage, requests: requests ?? new Decimal(1) })));
  if (mix === null) throw wrongUsage(file, "requests", "are 0 for every call");
  return mix;
}

/** Where a field of a usage file is: `cpuMs`, or `[1].cpuMs` in a list. */
export function usagePath(entries: readonly unknown[], index: number, field: string): string {
  return entries.length === 1 ? field : `[${index}].${field}`;
}

export function wrongUsage(file: string, path: string, what: string): UsageError {
  return new UsageError(`--usage ${quote(file)}: ${path}: ${what}`);
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
