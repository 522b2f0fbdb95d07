import { formatDuration } from "./format";
import type { Usage } from "./usage";

/** CPU time that a call took, microseconds; where that is not known, what it can't have been above: all of the time that it ran. */
export function mostActiveCpuUs({ activeCpuUs, executionUs }: Pick<Usage, "activeCpuUs" | "executionUs">): number {
  return activeCpuUs ?? executionUs;
}

export function activeCpuText({ activeCpuUs }: Pick<Usage, "activeCpuUs">): string {
  return activeCpuUs === null ? "not known" : formatDuration(activeCpuUs);
}
