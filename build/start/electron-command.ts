import { isWaylandOnly } from "./display.ts";
import { sandboxProblem } from "./chromium-sandbox.ts";
import type { ProvisionedElectron } from "../provision/provision-electron.ts";

/** How a provisioned Electron is started with an app's folder. */
export interface ElectronCommand {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What a user should know about it, one line each. */
  readonly remarks: readonly string[];
}

/**
 * `COLDFRAME_SQLITE_BINDING` tells the app which SQLite addon to load. It is a variable and not an argument because it holds for
 * this Electron on this machine alone, and Electron's own arguments are shared with Chromium's; the app passes the path on to
 * the threads that open the history.
 */
export function electronCommand(
  electron: ProvisionedElectron,
  folder: string,
  args: readonly string[],
): ElectronCommand {
  const problem = sandboxProblem(electron.executable);
  const { ELECTRON_RUN_AS_NODE: _, COLDFRAME_SQLITE_BINDING: _other, ...inherited } = process.env;
  return {
    executable: electron.executable,
    args: [
      ...(problem === null ? [] : ["--no-sandbox"]),
      ...(isWaylandOnly() ? ["--ozone-platform-hint=auto"] : []),
      folder,
      ...args,
    ],
    env: { ...inherited, ...(electron.nativeBinding !== null && { COLDFRAME_SQLITE_BINDING: electron.nativeBinding }) },
    remarks: problem === null ? [] : [`${problem}: starting the window with --no-sandbox`],
  };
}
