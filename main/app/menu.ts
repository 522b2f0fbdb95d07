import type { MenuItemConstructorOptions } from "electron";
import type { CommandId, CommandInfo, MenuName } from "../../preload/contract";
import { COMMANDS } from "../../preload/contract";

export interface MenuOptions {
  readonly isMac: boolean;
  readonly appName: string;
  /** Adds the entry for the developer tools. */
  readonly isDebugging: boolean;
  /** A command's entry was chosen. */
  readonly onCommand: (id: CommandId) => void;
}

type Item = MenuItemConstructorOptions;

const SEPARATOR: Item = { type: "separator" };
const TITLES: Readonly<Record<MenuName, string>> = {
  file: "&File",
  edit: "&Edit",
  view: "&View",
  run: "&Run",
  help: "&Help",
};

/** The menu bar: every command that has a place in it, and the system's own entries where a user looks for them. */
export function menuTemplate(options: MenuOptions): Item[] {
  const { isMac, appName } = options;
  const commands = (menu: MenuName): Item[] => commandItems(menu, options);
  const about = commandItem("help.about", options);
  const appMenu: Item = {
    label: appName,
    submenu: [
      about,
      SEPARATOR,
      { role: "services" },
      SEPARATOR,
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      SEPARATOR,
      { role: "quit" },
    ],
  };
  return [
    ...(isMac ? [appMenu] : []),
    { label: TITLES.file, submenu: [...commands("file"), ...(isMac ? [] : [SEPARATOR, { role: "quit" } as const])] },
    { label: TITLES.edit, submenu: [...EDIT_ROLES, SEPARATOR, ...commands("edit")] },
    { label: TITLES.view, submenu: [...commands("view"), SEPARATOR, ...viewRoles(options)] },
    { label: TITLES.run, submenu: commands("run") },
    ...(isMac ? [{ role: "windowMenu" } as const] : []),
    { role: "help", label: TITLES.help, submenu: commands("help") },
  ];
}

const EDIT_ROLES: readonly Item[] = [
  { role: "undo" },
  { role: "redo" },
  SEPARATOR,
  { role: "cut" },
  { role: "copy" },
  { role: "paste" },
  { role: "selectAll" },
];

function viewRoles({ isDebugging }: MenuOptions): Item[] {
  return [
    // The usual Ctrl/Cmd+0 shows the editor.
    { role: "resetZoom", accelerator: "CmdOrCtrl+Alt+0" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { role: "togglefullscreen" },
    ...(isDebugging ? [{ role: "toggleDevTools" } as const] : []),
  ];
}

/** A menu's commands in the contract's order, with a line where the area changes. */
function commandItems(menu: MenuName, options: MenuOptions): Item[] {
  const items: Item[] = [];
  let lastArea: string | null = null;
  for (const id of Object.keys(COMMANDS) as CommandId[]) {
    if (COMMANDS[id].menu !== menu) continue;
    const area = id.slice(0, id.indexOf("."));
    if (lastArea !== null && area !== lastArea) items.push(SEPARATOR);
    lastArea = area;
    items.push(commandItem(id, options));
  }
  return items;
}

function commandItem(id: CommandId, { onCommand }: MenuOptions): Item {
  const { title, shortcut }: CommandInfo = COMMANDS[id];
  return {
    id,
    label: title.replaceAll("&", "&&"),
    ...(shortcut === null ? {} : { accelerator: shortcut, registerAccelerator: takesKey(shortcut) }),
    click: () => {
      onCommand(id);
    },
  };
}

/** Escape alone closes what is open in the page before it cancels a call: the page decides, the menu only shows it. */
function takesKey(shortcut: string): boolean {
  return shortcut !== "Escape";
}
