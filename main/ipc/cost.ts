import type { Calls } from "../workbench/calls";
import { pricingReport } from "../workbench/cost/pricing-report";
import { tuneCall } from "../workbench/cost/tune-call";
import type { Running } from "../workbench/running";
import type { Handlers } from "./handle";

export interface CostParts {
  /** Absolute path of the folder for history, cache and settings. */
  readonly home: string;
  readonly calls: Calls;
  readonly running: Running;
}

export function costHandlers({ home, calls, running }: CostParts) {
  return {
    pricing: () => pricingReport(home),
    tune: ({ id, ...request }) =>
      running.run(id, (signal, report) => tuneCall(request, { home, calls, signal, report })),
  } satisfies Partial<Handlers>;
}
