import type { TestProject } from "vitest/node";
import { provisionElectron } from "../../../build/provision/provision-electron";
import type { ProvisionedElectron } from "../../../build/provision/provision-electron";
import { workInTerminal } from "../../../build/provision/work";
import { buildWhenStale } from "../../../build/start/build-when-stale";
import { displayProblem } from "../../../build/start/display";
import { startVirtualDisplay } from "./xvfb";
import type { VirtualDisplay } from "./xvfb";

declare module "vitest" {
  interface ProvidedContext {
    readonly electron: ProvisionedElectron;
    /** What `DISPLAY` must be; empty where the system's own display is used as it is. */
    readonly display: string;
  }
}

let display: VirtualDisplay | null = null;

/** Before the first test of the window: what is needed to open one. */
export async function setup(project: TestProject): Promise<void> {
  const work = workInTerminal(new AbortController().signal);
  await buildWhenStale(work);
  project.provide("electron", await provisionElectron(work));
  if ((await displayProblem()) !== null) display = await startVirtualDisplay(work);
  project.provide("display", display?.name ?? "");
}

export async function teardown(): Promise<void> {
  await display?.[Symbol.asyncDispose]();
}
