import type { BuildProblem } from "../../runtime";
import type { Workbench } from "./workbench";

/** What a build made, or why there is none. */
export type BuildReport =
  | {
      readonly ok: true;
      readonly version: string;
      readonly bytes: number;
      readonly buildUs: number;
      readonly modules: readonly { readonly path: string; readonly bytes: number }[];
      readonly warnings: readonly BuildProblem[];
    }
  | { readonly ok: false; readonly problems: readonly BuildProblem[]; readonly buildUs: number };

export async function buildReport(workbench: Workbench, entry: string): Promise<BuildReport> {
  const runtime = await workbench.runtime();
  const built = await runtime.build(entry);
  if (!built.ok) return built;
  const { artifact, buildUs, warnings } = built;
  const { version, code, modules } = artifact;
  return { ok: true, version, bytes: code.byteLength, buildUs, modules, warnings };
}
