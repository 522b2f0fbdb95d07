import type { BuildReport } from "../../preload/contract";
import { unlessAborted } from "./unless-aborted";
import type { Workbench } from "./workbench";

/**
 * What a build of a function made, or why there is none.
 * @throws the signal's reason when it is aborted; the bundler ends by itself, and nobody waits for it
 */
export async function buildReport(workbench: Workbench, entry: string, signal: AbortSignal): Promise<BuildReport> {
  const runtime = await workbench.runtime();
  const built = await unlessAborted(runtime.build(entry), signal);
  if (!built.ok) return built;
  const { artifact, buildUs, warnings } = built;
  const { version, code, modules } = artifact;
  return { ok: true, version, bytes: code.byteLength, buildUs, modules, warnings };
}
