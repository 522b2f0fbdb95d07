import { join } from "node:path";
import type { BrowserWindow, IpcMainInvokeEvent } from "electron";
import { shell } from "electron";
import type { About, Settings, SettingsChange } from "../../preload/contract";
import { SAVED_REQUESTS } from "../../preload/contract/schemas";
import { Calls } from "../workbench/calls";
import { INTERACTIVE_POOL, PoolControl } from "../workbench/pool-control";
import { Profiles } from "../workbench/profile/profiles";
import { Running } from "../workbench/running";
import { openWorkbench } from "../workbench/workbench";
import { grantedFiles } from "../workbench/workspace/file-grants";
import { WorkspaceModules } from "../workbench/workspace/modules";
import { Workspaces } from "../workbench/workspace/workspaces";
import { callHandlers } from "./calls";
import { costHandlers } from "./cost";
import { apiError } from "./failures";
import { FileDialogs } from "./file-dialogs";
import { CallHandling } from "./handle";
import { historyHandlers } from "./history";
import { watchHistory } from "./history-watch";
import { poolHandlers } from "./pool";
import { profileHandlers } from "./profile";
import { programHandlers } from "./program";
import { responseHandlers } from "./responses";
import { throttled } from "./throttle";
import { WindowEvents } from "./window-events";
import { workspaceHandlers } from "./workspace";

export interface IpcOptions {
  /** Absolute path of the folder for history, cache and settings. */
  readonly home: string;
  readonly nativeBinding: string | null;
  /** The folder of Coldframe's own package. */
  readonly folder: string;
  readonly about: () => About;
  readonly settings: { readonly settings: Settings; save(change: SettingsChange): Settings };
  readonly onSettings: (settings: Settings) => void;
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  /** The window asked for something. */
  readonly onCall: () => void;
  /** For dialogs. */
  readonly window: () => BrowserWindow | null;
}

/** The workbench behind the window's calls. Dispose it: calls end, records are written, threads end. */
export interface Ipc extends AsyncDisposable {
  readonly events: WindowEvents;
  /** Makes ready what the first call would have to wait for. */
  warm(): void;
  /** Opens a folder that the command line named. */
  openFolder(folder: string): void;
  /** An exception that nobody caught: a bug in Coldframe. */
  fault(error: unknown): void;
}

const POOL_EVENT_MS = 100;
const HISTORY_EVENT_MS = 250;
/** A response is whole in the window whatever its length; the history keeps long ones by length and hash. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

export function openIpc(options: IpcOptions): Ipc {
  const events = new WindowEvents();
  const fault = (error: unknown): void => {
    console.error("coldframe:", error);
    const message = error instanceof Error ? error.message : String(error);
    const details = error instanceof Error ? (error.stack ?? null) : null;
    events.notice("error", `Something went wrong inside Coldframe: ${message}`, details);
  };
  const workbench = openWorkbench({
    home: options.home,
    nativeBinding: options.nativeBinding,
    runtime: { pool: INTERACTIVE_POOL, bodyLimitBytes: BODY_LIMIT_BYTES },
    onStoreProblem: (message) => {
      events.notice("error", message);
    },
    onRuntime: (runtime) => {
      pool.attach(runtime);
    },
  });
  const poolChanged = throttled(() => {
    events.send("onPool", pool.state());
  }, POOL_EVENT_MS);
  const historyChanged = throttled(() => {
    events.send("onHistoryChanged", null);
  }, HISTORY_EVENT_MS);
  const pool = new PoolControl(workbench, INTERACTIVE_POOL, poolChanged);
  const running = new Running((progress) => {
    events.send("onProgress", progress);
  });
  const calls = new Calls(workbench, running);
  const workspaces = new Workspaces({
    home: options.home,
    packageFolder: options.folder,
    savedRequests: SAVED_REQUESTS,
    trash: (path) => shell.trashItem(path),
    onFilesChanged: (paths) => {
      events.send("onFilesChanged", { paths });
    },
    onWorkspace: (workspace) => {
      events.send("onWorkspace", workspace);
    },
    onWatchProblem: (message, error) => {
      events.notice("warning", message, error instanceof Error ? error.message : null);
    },
  });
  const dialogs = new FileDialogs(options.window);
  const modules = new WorkspaceModules();
  const historyWatch = watchHistory(options.home, historyChanged);
  const handling = new CallHandling(
    {
      ...programHandlers({
        about: () => Promise.resolve(options.about()),
        settings: options.settings,
        onSettings: options.onSettings,
        licenceFile: join(options.folder, "LICENSE"),
      }),
      ...workspaceHandlers({ workbench, workspaces, running, dialogs, modules }),
      ...callHandlers({
        ...{ calls, running },
        entryOf: (path) => workspaces.entryOf(path),
        filesOf: async (grants) => grantedFiles(await workspaces.openFolder(), grants),
      }),
      ...historyHandlers({
        workbench,
        calls,
        running,
        dialogs,
        version: () => options.about().version,
        platforms: () => options.settings.settings.platforms,
      }),
      ...responseHandlers({ calls, dialogs }),
      ...poolHandlers(pool, running),
      ...profileHandlers({
        ...{ home: options.home, calls, running, dialogs },
        profiles: new Profiles(workbench),
        entryOf: (path) => workspaces.entryOf(path),
      }),
      ...costHandlers({ home: options.home, calls, artifacts: workbench.artifacts, running }),
    },
    {
      isTrusted: options.isTrusted,
      onCall: () => {
        events.listening();
        options.onCall();
      },
      onFault: (name, text) => {
        console.error(`coldframe: ${name}: ${text}`);
      },
    },
  );
  let isEnding = false;
  return {
    events,
    fault,
    warm: () => {
      pool.warm().catch((error: unknown) => {
        // A pool that is closed under its first sandboxes can't have them.
        if (!isEnding) fault(error);
      });
    },
    openFolder: (folder) => {
      workspaces.open(folder).catch((error: unknown) => {
        const { message, details } = apiError(error);
        events.notice("error", message, details);
      });
    },
    async [Symbol.asyncDispose]() {
      isEnding = true;
      dialogs[Symbol.dispose]();
      historyWatch[Symbol.dispose]();
      await running.settle();
      await handling.settled();
      handling[Symbol.dispose]();
      await workspaces[Symbol.asyncDispose]();
      await modules[Symbol.asyncDispose]();
      poolChanged.dispose();
      historyChanged.dispose();
      await workbench[Symbol.asyncDispose]();
    },
  };
}
