import { useMemo } from "react";
import { callUsage } from "../../../runtime/cost";
import type { Invocation } from "../../../runtime/model";
import { usePricing, useSettings } from "../../bridge";
import { showCostView } from "../../session";
import { formatUsd, Icon } from "../../ui";
import { billsOf } from "./bill/bill-model";
import { estimateText } from "./bill/bill-text";
import { chosenLists } from "./pricing-model";

/** For the status bar: what a million calls like this one cost on the user's first platform. Nothing where it can't be said. */
export function CallPrice({ invocation }: { readonly invocation: Invocation }) {
  const pricing = usePricing();
  const names = useSettings().data?.platforms;
  const price = useMemo(() => {
    const usage = callUsage(invocation);
    if (pricing.data === undefined || names === undefined || usage === null) return null;
    const [list] = chosenLists(pricing.data, names);
    if (list === undefined) return null;
    return billsOf(usage, pricing.data, [list], [])[0] ?? null;
  }, [invocation, pricing.data, names]);
  if (pricing.error !== null) return <NoPriceLists message={pricing.error.message} />;
  if (price === null) return null;
  const { bill, usdPerMillion, rows } = price;
  const estimate = rows.some(({ line }) => line.estimated) ? `. ${estimateText(bill.calibration)}` : "";
  return (
    <button
      type="button"
      className="bar-button bar-button-yielding"
      title={`Show the bill: exactly $${usdPerMillion} per million calls like this one (${bill.priceList})${estimate}`}
      onClick={() => {
        showCostView("bill");
      }}
    >
      {bill.warnings.length > 0 && <Icon name="warning" />}
      <span>
        {formatUsd(usdPerMillion)} per million on {price.shortTitle}
      </span>
      {bill.warnings.length > 0 && <span className="visually-hidden">, where it would not run</span>}
    </button>
  );
}

function NoPriceLists({ message }: { readonly message: string }) {
  return (
    <button
      type="button"
      className="bar-button bar-button-yielding"
      title={message}
      onClick={() => {
        showCostView("price-lists");
      }}
    >
      <Icon name="warning" /> <span>price lists can’t be read</span>
    </button>
  );
}
