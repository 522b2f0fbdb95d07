/** Where a command stands in the menu bar; null: only in the palette. */
export type MenuName = "file" | "edit" | "view" | "run" | "help";

export interface CommandInfo {
  /** As menus and the palette show it. */
  readonly title: string;
  /** As Electron writes accelerators; `CmdOrCtrl` is Command on macOS. Null: none. */
  readonly shortcut: string | null;
  readonly menu: MenuName | null;
}

/** Every command of the window, by its id: `<area>.<what>`. The menu, the palette and the key bindings are made from it. */
export const COMMANDS = {
  "file.open-folder": { title: "Open Folder…", shortcut: "CmdOrCtrl+O", menu: "file" },
  "file.new-function": { title: "New Function from Example…", shortcut: "CmdOrCtrl+N", menu: "file" },
  "file.open-module": { title: "Open WebAssembly Module…", shortcut: null, menu: "file" },
  "file.recent": { title: "Open Recent Folder…", shortcut: null, menu: "file" },
  "file.go-to-function": { title: "Go to Function…", shortcut: "CmdOrCtrl+P", menu: "file" },
  "file.save": { title: "Save", shortcut: "CmdOrCtrl+S", menu: "file" },
  "file.save-all": { title: "Save All", shortcut: "CmdOrCtrl+Alt+S", menu: "file" },
  "file.revert": { title: "Revert File", shortcut: null, menu: "file" },
  "file.close-editor": { title: "Close Editor", shortcut: "CmdOrCtrl+W", menu: "file" },
  "file.compilers": { title: "Compilers…", shortcut: null, menu: "file" },
  "file.settings": { title: "Settings…", shortcut: "CmdOrCtrl+,", menu: "file" },
  "edit.find": { title: "Find", shortcut: "CmdOrCtrl+F", menu: "edit" },
  "edit.format": { title: "Format Document", shortcut: "Shift+Alt+F", menu: "edit" },
  "edit.go-to-definition": { title: "Go to Definition", shortcut: "F12", menu: "edit" },
  "view.palette": { title: "Command Palette…", shortcut: "CmdOrCtrl+Shift+P", menu: "view" },
  "view.explorer": { title: "Show Explorer", shortcut: "CmdOrCtrl+Shift+E", menu: "view" },
  "view.editor": { title: "Show Editor", shortcut: "CmdOrCtrl+0", menu: "view" },
  "view.console": { title: "Show Console", shortcut: "CmdOrCtrl+Shift+Y", menu: "view" },
  "view.trace": { title: "Show Trace", shortcut: "CmdOrCtrl+1", menu: "view" },
  "view.history": { title: "Show History", shortcut: "CmdOrCtrl+2", menu: "view" },
  "view.profile": { title: "Show Profile", shortcut: "CmdOrCtrl+3", menu: "view" },
  "view.cost": { title: "Show Cost", shortcut: "CmdOrCtrl+4", menu: "view" },
  "view.pool": { title: "Show Pool", shortcut: "CmdOrCtrl+5", menu: "view" },
  "view.problems": { title: "Show Problems", shortcut: "CmdOrCtrl+6", menu: "view" },
  "view.next-panel": { title: "Focus Next Panel", shortcut: "F6", menu: "view" },
  "view.previous-panel": { title: "Focus Previous Panel", shortcut: "Shift+F6", menu: "view" },
  "view.maximize-panel": { title: "Maximize or Restore Panel", shortcut: "CmdOrCtrl+Alt+M", menu: "view" },
  "view.notifications": { title: "Show Notifications", shortcut: null, menu: "view" },
  "view.theme-system": { title: "Theme: Follow the System", shortcut: null, menu: null },
  "view.theme-light": { title: "Theme: Light", shortcut: null, menu: null },
  "view.theme-dark": { title: "Theme: Dark", shortcut: null, menu: null },
  "view.theme-high-contrast": { title: "Theme: High Contrast", shortcut: null, menu: null },
  "view.reset-layout": { title: "Reset Layout", shortcut: null, menu: "view" },
  "run.send": { title: "Send", shortcut: "CmdOrCtrl+Enter", menu: "run" },
  "run.cancel": { title: "Cancel Call", shortcut: "Escape", menu: "run" },
  "run.build": { title: "Build Function", shortcut: "CmdOrCtrl+Shift+B", menu: "run" },
  "run.profile": { title: "Profile Function", shortcut: "CmdOrCtrl+Alt+P", menu: "run" },
  "run.replay": { title: "Replay Selected Call", shortcut: "CmdOrCtrl+R", menu: "run" },
  "run.save-request": { title: "Save Request…", shortcut: null, menu: "run" },
  "run.paste-curl": { title: "Paste curl Command", shortcut: null, menu: "run" },
  "run.copy-curl": { title: "Copy Request as curl", shortcut: null, menu: "run" },
  "history.compare": { title: "Compare Two Selected Calls", shortcut: null, menu: null },
  "history.search": { title: "Search History", shortcut: "CmdOrCtrl+Shift+H", menu: null },
  "history.export-json": { title: "Export History as JSON…", shortcut: null, menu: null },
  "history.export-har": { title: "Export History as HAR…", shortcut: null, menu: null },
  "history.export-csv": { title: "Export History as CSV…", shortcut: null, menu: null },
  "cost.bill": { title: "Show Bill", shortcut: null, menu: null },
  "cost.month": { title: "Show Month", shortcut: null, menu: null },
  "cost.advice": { title: "Show Advice", shortcut: null, menu: null },
  "cost.tuning": { title: "Show Tuning", shortcut: null, menu: null },
  "cost.architectures": { title: "Show Architectures", shortcut: null, menu: null },
  "cost.calibration": { title: "Show Calibration", shortcut: null, menu: null },
  "cost.price-lists": { title: "Show Price Lists", shortcut: null, menu: null },
  "profile.starts": { title: "Show Starts", shortcut: null, menu: null },
  "profile.modules": { title: "Show Modules", shortcut: null, menu: null },
  "profile.strategies": { title: "Show Strategies", shortcut: null, menu: null },
  "profile.flame": { title: "Show Flame Graph", shortcut: null, menu: null },
  "profile.over-time": { title: "Show Versions over Time", shortcut: null, menu: null },
  "profile.compare": { title: "Show Comparison of Profiles", shortcut: null, menu: null },
  "profile.languages": { title: "Show Comparison of Languages", shortcut: null, menu: null },
  "profile.what-if": { title: "Show What-if for the Pool", shortcut: null, menu: null },
  "profile.saved": { title: "Show Saved Profiles", shortcut: null, menu: null },
  "pool.prewarm": { title: "Prewarm Sandboxes", shortcut: null, menu: "run" },
  "pool.drain": { title: "Drain Pool", shortcut: null, menu: "run" },
  "help.about": { title: "About Coldframe", shortcut: null, menu: "help" },
} as const satisfies Readonly<Record<string, CommandInfo>>;

export type CommandId = keyof typeof COMMANDS;
