import type { BuildReport } from "../../preload/contract";
import type { Workbench } from "./workbench";

/** What a build of a function made, or why there is none. */
export async function buildReport(workbench: Workbench, entry: string): Promise<BuildReport> {
  const runtime = await workbench.runtime();
  const built = await runtime.build(entry);
  if (!built.ok) return built;
  const { artifact, buildUs, warnings } = built;
  const { version, code, modules } = artifact;
  return { ok: true, version, bytes: code.byteLength, buildUs, modules, warnings };
}
