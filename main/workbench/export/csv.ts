import { csvLine } from "../../../runtime/model";
import { priceListName } from "../../../runtime/cost";
import type { Pricing } from "../../../runtime/cost";
import type { CsvCell, Invocation } from "../../../runtime/model";
import { invocationBills } from "../cost/bills";

const COLUMNS: readonly (readonly [string, (invocation: Invocation) => CsvCell])[] = [
  ["id", ({ id }) => id],
  ["startedAt", ({ startedAtMs }) => new Date(startedAtMs).toISOString()],
  ["function", ({ functionName }) => functionName],
  ["version", ({ version }) => version],
  ["trigger", ({ trigger }) => trigger],
  ["start", ({ start }) => start],
  ["outcome", ({ outcome }) => outcome],
  ["method", ({ request }) => request.method],
  ["url", ({ request }) => request.url],
  ["status", ({ response }) => response?.status ?? null],
  ["wallUs", ({ usage }) => usage.wallUs],
  ["executionUs", ({ usage }) => usage.executionUs],
  ["activeCpuUs", ({ usage }) => usage.activeCpuUs],
  ["initUs", ({ usage }) => usage.initUs],
  ["peakMemoryBytes", ({ usage }) => usage.peakMemoryBytes],
  ["memoryLimitBytes", ({ usage }) => usage.memoryLimitBytes],
  ["ingressBytes", ({ usage }) => usage.ingressBytes],
  ["egressBytes", ({ usage }) => usage.egressBytes],
  ["errorCode", ({ error }) => error?.code ?? null],
  ["errorMessage", ({ error }) => error?.message ?? null],
];

/** With a column of US dollars for each price list, named by list and version. */
export function csvHeader({ lists }: Pricing): string {
  return csvLine([...COLUMNS.map(([name]) => name), ...lists.map((list) => `usd ${priceListName(list)}@${list.date}`)]);
}

export function csvRow(invocation: Invocation, pricing: Pricing): string {
  const bills = invocationBills(invocation, pricing);
  return csvLine([
    ...COLUMNS.map(([, read]) => read(invocation)),
    ...pricing.lists.map((_, index) => bills[index]?.usd ?? null),
  ]);
}
