import type { PricingReport } from "../../../preload/contract";
import type { PriceList } from "../../../runtime/cost";

/** What every view of the cost panel is given. */
export interface CostViewProps {
  readonly pricing: PricingReport;
  /** The lists of the platforms that the user chose, in their order; none where nothing is chosen. */
  readonly chosen: readonly PriceList[];
}
