import { BrowserWindow, nativeTheme } from "electron";
import { PAGE_URL } from "./origin";
import { rememberedPlace, rememberPlace, SMALLEST } from "./window-bounds";

export interface MainWindowOptions {
  /** Where the window's place is remembered. */
  readonly home: string;
  /** Absolute path of the preload script. */
  readonly preload: string;
  readonly devTools: boolean;
  /** The page crashed and is being loaded again. */
  readonly onCrash: (reason: string) => void;
}

/** As `tokens.css` has it: no flash of another colour before the first paint. */
const BACKGROUND = { light: "#ffffff", dark: "#1b1d1f" } as const;
/** A page that crashes this often within a minute would do so for ever. */
const MOST_CRASHES = 3;
const MINUTE_MS = 60_000;

/** Makes the window, and begins to load its page. It is shown when that has something to show. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { bounds, isMaximized } = rememberedPlace(options.home);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: "Coldframe",
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      // Chromium would fetch its dictionaries from the network.
      spellcheck: false,
      // The page is the same each time: what was compiled is kept from the first start on.
      v8CacheOptions: "bypassHeatCheck",
      devTools: options.devTools,
    },
  });
  window.once("ready-to-show", () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on("close", () => {
    keepPlace(options.home, window);
  });
  reloadAfterCrash(window, options.onCrash);
  void window.loadURL(PAGE_URL);
  return window;
}

/** A place that can't be kept is no reason to keep the window open. */
function keepPlace(home: string, window: BrowserWindow): void {
  try {
    rememberPlace(home, window);
  } catch (error) {
    console.error("coldframe: the window's place can't be kept:", error);
  }
}

function reloadAfterCrash(window: BrowserWindow, onCrash: (reason: string) => void): void {
  let crashedAtMs: number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || window.isDestroyed()) return;
    crashedAtMs = [...crashedAtMs.filter((atMs) => Date.now() - atMs < MINUTE_MS), Date.now()];
    if (crashedAtMs.length > MOST_CRASHES) {
      console.error(`coldframe: the window crashed ${crashedAtMs.length} times in a minute (${reason}): it is closed`);
      window.destroy();
      return;
    }
    onCrash(reason);
    window.webContents.reload();
  });
}
