import type { CpuProfile, SampledFunction } from "../../../../runtime/model";
import { useWorkspace } from "../../../bridge";
import { openPlace } from "../../../session";
import { sourcePath } from "../source-place";

/** Opens the line at which a function is defined; does nothing for one that is in no source of the workspace. */
export function useSource(profile: CpuProfile): (each: SampledFunction | null) => void {
  const workspace = useWorkspace().data;
  return (each) => {
    if (workspace === undefined || each === null || !hasSource(each)) return;
    const path = sourcePath(workspace, profile, each.file);
    if (path !== null) openPlace(path, each.line, each.column);
  };
}

/** Of packages, and of AssemblyScript's own library. */
const FOREIGN = /(^|\/)node_modules\/|^~lib\//;

/** Whether there is a source of the user's to show. A function of a Wasm module without sources has code, and no line. */
export function hasSource(each: SampledFunction): each is SampledFunction & { readonly file: string } {
  return each.kind === "function" && each.file !== null && each.line > 0 && !FOREIGN.test(each.file);
}
