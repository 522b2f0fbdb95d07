import { decimalText } from "../../../runtime/cost";
import type { OpenPricing } from "./pricing";
import type { BilledCall, BillReport, MonthlyCalls } from "./bills";

/** `coldframe/bills@1`: money, quantities and requests are exact decimals as text. */
export function billsDocument({ subject, bills, advice }: BillReport, { known, unpriced }: OpenPricing) {
  return {
    schema: "coldframe/bills@1",
    currency: "USD",
    /** Whether a bill is of one call, or of a month of all calls together. */
    per: subject.per,
    /** Whether free tiers were taken off; a single call has none. */
    freeTier: subject.per === "month" && subject.freeTier,
    calls: subject.calls.map(callDocument),
    /** `call`: whose bill it is, by its place in `calls`; null for the month. */
    bills: bills.map(({ call, bill }) => ({ call, ...bill })),
    advice: advice?.advice ?? [],
    /** What was looked at besides, and why it advises nothing. */
    notAdvised: advice?.nothing ?? [],
    /** Which lists are the user's own, by their names, and the files they are in. */
    ownPriceLists: known.own,
    /** Known platforms without a price, and why. */
    unpriced,
  } as const;
}

export type BillsDocument = ReturnType<typeof billsDocument>;

function callDocument(call: BilledCall | MonthlyCalls) {
  const { invocation, usage, missing } = call;
  const known = Object.entries(usage).filter(([field]) => !missing.some((absent) => absent === field));
  return {
    invocation: invocation?.id ?? null,
    ...Object.fromEntries(known),
    requests: "requests" in call ? decimalText(call.requests) : null,
  };
}
