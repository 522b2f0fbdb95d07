import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import type { ElectronApplication, Page } from "playwright-core";
import { inject } from "vitest";
import { PROJECT } from "../../../build/provision/provision-electron";
import { electronCommand } from "../../../build/start/electron-command";
import type { ElectronCommand } from "../../../build/start/electron-command";

export interface DesktopOptions {
  /** `COLDFRAME_HOME`. Without one: a new folder, gone afterwards. */
  readonly home?: string;
  /** The folder that is opened, given after the app's own as an argument. Without one: what the app itself opens. */
  readonly workspace?: string;
  /** The app's folder: the project, unless a test brings another. */
  readonly app?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The running program with its first window. Disposed of, it is closed and what it was given is gone. */
export interface Desktop extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  /** What the window's console said of errors, and errors that nothing caught. A good run leaves none. */
  readonly problems: readonly string[];
  /** Closes the program as a user does, and waits for its end; its home stays. */
  close(): Promise<void>;
}

const CLOSE_MS = 10_000;

/** Starts the real program in the real Electron. */
export async function openDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), "coldframe-desktop-")));
  const { executable, args, env } = commandOf(options);
  const app = await _electron.launch({
    executablePath: executable,
    args: [...args],
    env: asStrings({ ...env, ...displayVariables(), COLDFRAME_HOME: home, ...options.env }),
  });
  const closing = { done: null as Promise<void> | null };
  const close = (): Promise<void> => (closing.done ??= closeApp(app));
  const dispose = async (): Promise<void> => {
    await close();
    if (options.home === undefined) await rm(home, { recursive: true, force: true });
  };
  try {
    const page = await app.firstWindow();
    return { app, page, home, problems: watch(page), close, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** How a test starts Electron with an app's folder when it wants no window: the command and its variables. */
export function desktopCommand(app: string, args: readonly string[] = []): ElectronCommand {
  const command = electronCommand(inject("electron"), app, args);
  return { ...command, env: { ...command.env, ...displayVariables() } };
}

/** The same for a package, which is an Electron and its app in one. */
export function packagedCommand(args: readonly string[]): Pick<ElectronCommand, "args" | "env"> {
  const { args: all, env } = desktopCommand(PROJECT, args);
  return { args: all.filter((argument) => argument !== PROJECT), env };
}

function commandOf({ app = PROJECT, workspace, args = [] }: DesktopOptions): ElectronCommand {
  return electronCommand(inject("electron"), app, [...(workspace === undefined ? [] : [workspace]), ...args]);
}

/** A virtual display is X11's: a Wayland that is set but dead would be tried first. */
function displayVariables(): Readonly<Record<string, string>> {
  // Vitest numbers the workers that are there at a time from 1.
  const display = inject("displays")[Number(process.env["VITEST_POOL_ID"]) - 1];
  return display === undefined ? {} : { DISPLAY: display, WAYLAND_DISPLAY: "" };
}

function watch(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
  return problems;
}

/** A window may refuse to close (work that is not saved); a test that is over can't answer it. */
async function closeApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill("SIGKILL"), CLOSE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}

function asStrings(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
