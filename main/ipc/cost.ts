import type { ArtifactShelf } from "../workbench/artifacts";
import type { Calls } from "../workbench/calls";
import { callFacts } from "../workbench/cost/advice-facts";
import { calibratePlatform } from "../workbench/cost/calibrate-platform";
import { removeCalibration } from "../workbench/cost/calibrations";
import { pricingReport } from "../workbench/cost/pricing-report";
import { tuneCall } from "../workbench/cost/tune-call";
import type { Running } from "../workbench/running";
import type { Handlers } from "./handle";

export interface CostParts {
  /** Absolute path of the folder for history, cache and settings. */
  readonly home: string;
  readonly calls: Calls;
  readonly artifacts: ArtifactShelf;
  readonly running: Running;
}

export function costHandlers({ home, calls, artifacts, running }: CostParts) {
  return {
    pricing: () => pricingReport(home),
    calibrate: async ({ platform, pairs }) => {
      await calibratePlatform(home, platform, pairs);
      return null;
    },
    removeCalibration: (platform) => removeCalibration(home, platform),
    tune: ({ id, ...request }) =>
      running.run(id, (signal, report) => tuneCall(request, { home, calls, signal, report })),
    callFacts: async (id) => {
      const invocation = await calls.invocation(id);
      return callFacts(invocation, await artifacts.find(invocation.version));
    },
  } satisfies Partial<Handlers>;
}
