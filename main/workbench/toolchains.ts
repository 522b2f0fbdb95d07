import type { ToolchainReport } from "../../runtime/model";

/** The compilers of this machine that Coldframe builds functions with, looked for now. */
export async function listToolchains(): Promise<readonly ToolchainReport[]> {
  const { findToolchains } = await import("../../runtime");
  return await findToolchains();
}
