import { create } from "zustand";
import { showPanel } from "./panels";

/** The views of the cost panel, in the order of their tabs. */
export const COST_VIEWS = ["bill", "month", "tuning", "advice", "architectures", "calibration", "price-lists"] as const;
export type CostViewName = (typeof COST_VIEWS)[number];

interface CostView {
  readonly view: CostViewName;
}

/** Which view the cost panel shows. */
export const useCostView = create<CostView>(() => ({ view: "bill" }));

/** Brings a view of the cost panel to the front. */
export function showCostView(view: CostViewName): void {
  useCostView.setState({ view });
  showPanel("cost");
}
