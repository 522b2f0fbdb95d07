import type { BuildResult } from "../../runtime";
import type { Workbench } from "./workbench";

/** Builds a function. Expected failures are values of the result. */
export async function build(workbench: Workbench, entry: string): Promise<BuildResult> {
  const runtime = await workbench.runtime();
  return runtime.build(entry);
}
