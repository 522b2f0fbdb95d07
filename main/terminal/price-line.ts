import { Decimal, perMillion, priceListName } from "../../runtime/cost";
import type { Bill, Pricing } from "../../runtime/cost";
import { formatUsd, STARTS } from "../../runtime/model";
import type { Invocation } from "../../runtime/model";
import { invocationBills } from "../workbench/cost/bills";

/** `$0.40 per million calls on edge-reference`, and on others; empty for a call that has no bill. */
export function priceLine(invocation: Invocation, pricing: Pricing): string {
  const [first, ...more] = invocationBills(invocation, pricing).map(
    (bill) => [formatUsd(perMillion(bill.usd)), placeText(bill)] as const,
  );
  if (first === undefined) return "";
  const [usd, place] = first;
  return [`${usd} per million calls on ${place}`, ...more.map((texts) => texts.join(" on "))].join(" · ");
}

/** What a million calls of each start cost, for each platform: the mean of the calls that were made. */
export function meanPriceLines(invocations: readonly Invocation[], pricing: Pricing): string[] {
  const byStart = STARTS.flatMap((start) => {
    const bills = invocations.flatMap((one) => (one.start === start ? [invocationBills(one, pricing)] : []));
    return bills.length === 0 ? [] : [{ start, bills }];
  });
  return pricing.lists.flatMap((_, index) => {
    const means = byStart.map(({ start, bills }) => `${start} ${formatUsd(meanPerMillion(bills, index))}`);
    const bill = byStart[0]?.bills[0]?.[index];
    return bill === undefined ? [] : [`per million calls on ${placeText(bill)}: ${means.join(" · ")}`];
  });
}

function meanPerMillion(bills: readonly (readonly Bill[])[], index: number): string {
  const sum = bills.reduce((total, ofCall) => total.plus(ofCall[index]?.usd ?? 0), new Decimal(0));
  return perMillion(sum.div(bills.length));
}

/** The platform, and whether its price is of CPU time that is only estimated. */
function placeText(bill: Bill): string {
  const isEstimate = bill.calibration === null && bill.lines.some(({ estimated }) => estimated);
  return priceListName(bill) + (isEstimate ? " (CPU time estimated)" : "");
}
