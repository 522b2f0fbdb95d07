import type { CpuProfile, SampledFunction } from "../../../../runtime/model";
import { useWorkspace } from "../../../bridge";
import { openPlace } from "../../../session";
import { sourcePath } from "../source-place";

/** Opens the line at which a function is defined; does nothing for one that is in no source of the workspace. */
export function useSource(profile: CpuProfile): (each: SampledFunction | null) => void {
  const workspace = useWorkspace().data;
  return (each) => {
    if (workspace === undefined || each?.kind !== "function" || each.file === null) return;
    const path = sourcePath(workspace, profile, each.file);
    if (path !== null) openPlace(path, each.line, each.column);
  };
}
