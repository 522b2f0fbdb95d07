import type { Bill, Pricing } from "../../../runtime/cost";
import { invocationBills } from "./bills";

/**
 * A bill as it stands in a call's document, of which there may be hundreds of thousands: what repeats in each, the sources of prices and
 * the notes of their list, is in `cost`'s document, and in the price list that `priceList` names.
 */
export function billDocument({ platform, region, priceList, usd, lines, calibration, warnings }: Bill) {
  return {
    platform,
    region,
    priceList,
    /** US dollars, an exact decimal as every amount and quantity here. */
    usd,
    lines: lines.map(({ item, quantity, unit, unitPrice, usd: amount, takes, estimated }) => ({
      item,
      quantity,
      unit,
      unitPrice,
      usd: amount,
      takes,
      estimated,
    })),
    calibration,
    warnings,
  } as const;
}

export type BillDocument = ReturnType<typeof billDocument>;

/** The bills of a recorded call; none where it never reached a sandbox. */
export function billDocuments(
  invocation: Parameters<typeof invocationBills>[0],
  pricing: Pricing,
): readonly BillDocument[] {
  return invocationBills(invocation, pricing).map(billDocument);
}
