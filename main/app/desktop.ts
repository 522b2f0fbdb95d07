import { join } from "node:path";
import { app, BrowserWindow, Menu, nativeTheme } from "electron";
import type { Settings } from "../../preload/contract";
import { openIpc } from "../ipc";
import type { Ipc } from "../ipc";
import { homeFolder } from "../workbench/home";
import { packageFolder } from "../workbench/package-folder";
import { about } from "./about";
import { folderArgument } from "./folder-argument";
import { cutNetwork, lockDown } from "./lock-down";
import { openMainWindow } from "./main-window";
import { menuTemplate } from "./menu";
import { isOwnUrl } from "./origin";
import { findPackagedCompiler } from "./packaged-compiler";
import { announcePageProtocol, servePages } from "./page-protocol";
import { Quiet } from "./quiet";
import { SettingsFile } from "./settings-file";

/** The window is usable when its page has asked for nothing for this long; milliseconds. */
const QUIET_MS = 400;
/** What does not end by itself when the program does is left to the system after this; milliseconds. */
const PATIENCE_MS = 10_000;

/** Starts the desktop program. To be called while the main module is loaded, before Electron is ready. */
export function startDesktop(): void {
  const home = homeFolder();
  app.setPath("userData", join(home, "window"));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  findPackagedCompiler(app.getAppPath());
  announcePageProtocol();
  cutNetwork();
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  void app.whenReady().then(() => {
    const desktop = new Desktop(home, packageFolder(), folderArgument(process.argv, app.isPackaged, process.cwd()));
    // Whoever starts the program again wants its window, and the folder that they named in it.
    app.on("second-instance", (_event, argv, workingFolder) => {
      showWindow();
      desktop.openFolder(folderArgument(argv, app.isPackaged, workingFolder));
    });
  });
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

/** The program while it runs: one window, and what answers it. */
class Desktop {
  readonly #home: string;
  readonly #folder: string;
  readonly #settings: SettingsFile;
  readonly #ipc: Ipc;
  readonly #quiet: Quiet;
  readonly #isDebugging: boolean;
  #window: BrowserWindow | null = null;
  #end: "running" | "ending" | "ended" = "running";

  /** `opened`: the folder to open in place of the last one. */
  constructor(home: string, folder: string, opened: string | null) {
    this.#home = home;
    this.#folder = folder;
    this.#isDebugging = !app.isPackaged || (process.env["COLDFRAME_DEBUG"] ?? "") !== "";
    this.#settings = new SettingsFile(home);
    applyTheme(this.#settings.settings);
    lockDown();
    servePages(join(folder, "out", "renderer"), () => {
      this.#quiet.touch();
    });
    this.#quiet = new Quiet(QUIET_MS, () => {
      this.#ipc.warm();
    });
    this.#ipc = this.#openIpc();
    this.openFolder(opened);
    this.#openWindow();
    Menu.setApplicationMenu(Menu.buildFromTemplate(this.#menu()));
    app.on("activate", () => {
      if (this.#window === null) this.#openWindow();
    });
    app.on("will-quit", (event) => {
      if (this.#end === "ended") return;
      event.preventDefault();
      void this.#quit();
    });
    process.on("uncaughtException", (error) => {
      this.#ipc.fault(error);
    });
  }

  openFolder(folder: string | null): void {
    if (folder !== null) this.#ipc.openFolder(folder);
  }

  #openIpc(): Ipc {
    return openIpc({
      home: this.#home,
      // A package brings its own addon, and no variable may have it load another.
      nativeBinding: app.isPackaged ? null : (process.env["COLDFRAME_SQLITE_BINDING"] ?? null),
      folder: this.#folder,
      about: () => about(this.#home, process.versions),
      settings: this.#settings,
      onSettings: applyTheme,
      isTrusted: ({ sender, senderFrame }) =>
        sender === this.#window?.webContents &&
        senderFrame !== null &&
        senderFrame === sender.mainFrame &&
        isOwnUrl(senderFrame.url),
      onCall: () => {
        this.#quiet.touch();
      },
      window: () => this.#window,
    });
  }

  #openWindow(): void {
    const window = openMainWindow({
      home: this.#home,
      preload: join(this.#folder, "out", "preload", "index.cjs"),
      devTools: this.#isDebugging,
      onCrash: (reason) => {
        const message = "The window crashed and was loaded again; text that was not saved is still there";
        this.#ipc.events.notice("warning", message, reason);
      },
    });
    window.on("closed", () => {
      this.#window = null;
    });
    this.#window = window;
    this.#ipc.events.attach(window.webContents);
  }

  #menu() {
    return menuTemplate({
      isMac: process.platform === "darwin",
      appName: app.name,
      isDebugging: this.#isDebugging,
      onCommand: (id) => {
        this.#ipc.events.send("onCommand", id);
      },
    });
  }

  /** Records are written and threads have ended before the process does. */
  async #quit(): Promise<void> {
    if (this.#end !== "running") return;
    this.#end = "ending";
    const impatient = setTimeout(() => {
      console.error(`coldframe: something did not end within ${PATIENCE_MS / 1000} s`);
      app.exit(1);
    }, PATIENCE_MS);
    try {
      this.#quiet[Symbol.dispose]();
      await this.#ipc[Symbol.asyncDispose]();
    } catch (error) {
      console.error("coldframe: not everything could be ended in order:", error);
    }
    clearTimeout(impatient);
    this.#end = "ended";
    // In a turn of its own: Electron hangs where it is told to quit while it still asks whether it may.
    setImmediate(() => {
      app.quit();
    });
  }
}

/** Chromium knows two themes; the page makes the third of the dark one. */
function applyTheme({ theme }: Settings): void {
  nativeTheme.themeSource = theme === "high-contrast" ? "dark" : theme;
}
