import { pricingReport } from "../workbench/cost/pricing-report";
import type { Handlers } from "./handle";

/** `home`: absolute path of the folder for history, cache and settings. */
export function costHandlers(home: string) {
  return {
    pricing: () => pricingReport(home),
  } satisfies Partial<Handlers>;
}
