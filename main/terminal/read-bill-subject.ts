import { billedFields, priceListName } from "../../runtime/cost";
import type { Pricing } from "../../runtime/cost";
import type { UsageEntry } from "../../runtime/cost/files";
import type { BillSubject } from "../workbench/cost/bills";
import { readUsageFile, usagePath, wrongUsage } from "./read-usage";

/**
 * What a usage file asks to be billed: one call of each kind, or with `requests` a month of all of them together.
 * @throws {UsageError} where the file is wrong, or leaves out what one of the platforms bills
 */
export async function readBillSubject(file: string, pricing: Pricing, freeTier: boolean): Promise<BillSubject> {
  const entries = await readUsageFile(file);
  checkMissing(file, entries, pricing);
  const calls = entries.map(({ usage, missing }) => ({ invocation: null, usage, missing }));
  const monthly = entries.flatMap(({ requests }, index) => {
    const call = calls[index];
    return requests === null || call === undefined ? [] : [{ ...call, requests }];
  });
  if (monthly.length === 0) return { per: "call", calls };
  const silent = entries.findIndex(({ requests }) => requests === null);
  if (silent !== -1) {
    const path = usagePath(entries, silent, "requests");
    throw wrongUsage(file, path, "is missing, and others have it: a month needs it of every call");
  }
  return { per: "month", calls: monthly, freeTier };
}

function checkMissing(file: string, entries: readonly UsageEntry[], { lists }: Pricing): void {
  for (const [index, { missing }] of entries.entries()) {
    for (const field of missing) {
      const billing = lists.find((list) => billedFields(list).includes(field));
      if (billing === undefined) continue;
      throw wrongUsage(file, usagePath(entries, index, field), `is missing, and ${priceListName(billing)} bills it`);
    }
  }
}
