import { create } from "zustand";
import type { Order } from "./bill-model";

interface BillChoices {
  readonly order: Order;
  /** The names of the platforms whose bills are closed to their sum. */
  readonly closed: readonly string[];
  readonly isExplained: boolean;
  /** Optional meters that are counted, as `extraKey` names them. */
  readonly extras: readonly string[];
}

/** How the user likes bills shown; kept while the window is open, whichever view is in front. */
export const useBillChoices = create<BillChoices>(() => ({
  order: "chosen",
  closed: [],
  isExplained: false,
  extras: [],
}));
