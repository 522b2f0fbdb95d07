import type { Invocation } from "../../../runtime";
import { billCall, billMonth, callUsage, Decimal } from "../../../runtime/cost";
import type { Bill, BillOptions, CallAdvice, CallUsage, Pricing, UsageField } from "../../../runtime/cost";

/** A kind of call that is billed. */
export interface BilledCall {
  /** The recorded call that it is; null where a file describes it. */
  readonly invocation: Invocation | null;
  readonly usage: CallUsage;
  /** What is not known of it; its number in `usage` stands for nothing. */
  readonly missing: readonly UsageField[];
}

/** Calls of one kind in a month. */
export interface MonthlyCalls extends BilledCall {
  readonly requests: Decimal;
}

/** What is billed: calls one by one, or a month of them together. */
export type BillSubject =
  | { readonly per: "call"; readonly calls: readonly BilledCall[] }
  | { readonly per: "month"; readonly calls: readonly MonthlyCalls[]; readonly freeTier: boolean };

/** Bills, and which call each is of: its place in the subject's list; null for a month of all. */
export interface BillReport {
  readonly subject: BillSubject;
  readonly bills: readonly { readonly call: number | null; readonly bill: Bill }[];
  /** What the numbers of a recorded call advise; null for a call that a file describes. */
  readonly advice: CallAdvice | null;
}

/** What one call costs on each of the platforms, in the order of their lists. */
function callBills(
  usage: CallUsage,
  { lists, calibrationOf }: Pricing,
  options: Pick<BillOptions, "explain"> = {},
): readonly Bill[] {
  return lists.map((list) => billCall(usage, list, { ...options, calibration: calibrationOf(list.platform) }));
}

/** What a recorded call costs. None where it never reached a sandbox: no platform would have run it. */
export function invocationBills(invocation: Pick<Invocation, "usage" | "start">, pricing: Pricing): readonly Bill[] {
  const usage = callUsage(invocation);
  return usage === null ? [] : callBills(usage, pricing);
}

/** Bills the calls one by one, or their month, on each platform. */
export function reportBills(
  subject: BillSubject,
  pricing: Pricing,
  explain: boolean,
  advice: CallAdvice | null = null,
): BillReport {
  if (subject.per === "call") {
    const bills = subject.calls.flatMap(({ usage }, call) =>
      callBills(usage, pricing, { explain }).map((bill) => ({ call, bill })),
    );
    return { subject, bills, advice };
  }
  const { calls, freeTier } = subject;
  const bills = pricing.lists.map((list) => {
    const bill = billMonth(calls, list, { freeTier, explain, calibration: pricing.calibrationOf(list.platform) });
    return { call: null, bill };
  });
  return { subject, bills, advice };
}

/** All requests of a month. */
export function monthRequests(calls: readonly MonthlyCalls[]): Decimal {
  return calls.reduce((sum, { requests }) => sum.plus(requests), new Decimal(0));
}
