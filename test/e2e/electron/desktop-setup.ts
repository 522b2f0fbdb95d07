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
    /** What `DISPLAY` must be in each of Vitest's workers; none where the system's own display is used as it is. */
    readonly displays: readonly string[];
  }
}

const displays: VirtualDisplay[] = [];

/** Before the first test of the window: what is needed to open one. */
export async function setup(project: TestProject): Promise<void> {
  const work = workInTerminal(new AbortController().signal);
  await buildWhenStale(work);
  project.provide("electron", await provisionElectron(work));
  if ((await displayProblem()) !== null) {
    // Windows on one display would take the focus, and the clipboard, from each other.
    for (let worker = 0; worker < project.config.maxWorkers; worker += 1)
      displays.push(await startVirtualDisplay(work));
  }
  project.provide(
    "displays",
    displays.map(({ name }) => name),
  );
}

export async function teardown(): Promise<void> {
  await Promise.all(displays.map((display) => display[Symbol.asyncDispose]()));
}
