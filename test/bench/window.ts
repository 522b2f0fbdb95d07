/** The real program in the real Electron, for measuring. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { _electron } from "playwright-core";
import type { ElectronApplication, Page } from "playwright-core";
import { workInTerminal } from "../../build/provision/work";
import { displayProblem } from "../../build/start/display";
import { electronCommand } from "../../build/start/electron-command";
import type * as Provisioning from "../../build/provision/provision-electron";
import type * as Building from "../../build/start/build-when-stale";
import type { ElectronCommand } from "../../build/start/electron-command";
import { startVirtualDisplay } from "../e2e/electron/xvfb";
import type { VirtualDisplay } from "../e2e/electron/xvfb";
import type { BenchContext } from "./figure";

export interface BenchWindow extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
}

const EDITOR = ".monaco-editor .view-line";

/** Counts its calls, so that each answer can be told from the one before. */
const COUNTER = "let calls = 0;\n\nexport default () => new Response(`call ${++calls} is answered`);\n";

/** Opens the window on a folder with one function, and waits for its editor. A home of its own, or the given one. */
export async function openWindow(bench: BenchContext, homeName: string): Promise<BenchWindow> {
  const { executable, args, env } = await desktopCommand(bench);
  const app = await _electron.launch({
    executablePath: executable,
    args: [...args],
    env: { ...strings(env), ...(await display()), COLDFRAME_HOME: join(bench.scratch, homeName) },
  });
  const close = async (): Promise<void> => {
    await app.close();
  };
  try {
    const page = await app.firstWindow();
    await page.locator(EDITOR).first().waitFor();
    return { app, page, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What has to be there before a launch can be measured. */
export async function prepareWindow(bench: BenchContext): Promise<void> {
  await desktopCommand(bench);
  await display();
}

/** To be called when all is measured: the virtual display goes. */
export async function closeDisplay(): Promise<void> {
  await (await virtual)?.[Symbol.asyncDispose]();
  virtual = null;
}

let command: Promise<ElectronCommand> | null = null;
let virtual: Promise<VirtualDisplay | null> | null = null;

function desktopCommand(bench: BenchContext): Promise<ElectronCommand> {
  command ??= makeCommand(bench);
  return command;
}

async function makeCommand({ root, scratch }: BenchContext): Promise<ElectronCommand> {
  const work = workInTerminal(new AbortController().signal);
  // From its sources, not bundled: it finds what it installs beside itself.
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(root, path)).href);
  const building = (await load("build/start/build-when-stale.ts")) as typeof Building;
  const providing = (await load("build/provision/provision-electron.ts")) as typeof Provisioning;
  await building.buildWhenStale(work);
  const electron = await providing.provisionElectron(work);
  const workspace = join(scratch, "window-workspace");
  const entry = join(workspace, "counter/index.ts");
  await mkdir(dirname(entry), { recursive: true });
  await writeFile(entry, COUNTER);
  return electronCommand(electron, root, [workspace]);
}

async function display(): Promise<Record<string, string>> {
  virtual ??= openDisplay();
  const own = await virtual;
  return own === null ? {} : { DISPLAY: own.name, WAYLAND_DISPLAY: "" };
}

async function openDisplay(): Promise<VirtualDisplay | null> {
  if ((await displayProblem()) === null) return null;
  return startVirtualDisplay(workInTerminal(new AbortController().signal));
}

function strings(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
