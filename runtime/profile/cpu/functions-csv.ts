import type { CpuProfile } from "../../model";
import { csvLine } from "../../model";
import { functionLabel, hotFunctions } from "./stack-tree";

/** A line for each function: times in microseconds, over all calls. */
export function functionsCsv(profile: CpuProfile): string {
  const head = ["function", "kind", "file", "line", "column", "self_us", "total_us", "samples", "calls", "version"];
  const lines = hotFunctions(profile).map(({ function: each, selfUs, totalUs, samples }) =>
    csvLine([
      ...[functionLabel(each), each.kind, each.kind === "function" ? each.file : null],
      ...(each.kind === "function" && each.line > 0 ? [each.line, each.column] : [null, null]),
      ...[selfUs, totalUs, samples, profile.calls, profile.version],
    ]),
  );
  return csvLine(head) + lines.join("");
}
