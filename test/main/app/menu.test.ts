import type { MenuItemConstructorOptions } from "electron";
import { expect, test } from "vitest";
import { menuTemplate } from "../../../main/app/menu";
import type { CommandId } from "../../../preload/contract";
import { COMMANDS } from "../../../preload/contract";

type Item = MenuItemConstructorOptions;
const IDS = Object.keys(COMMANDS) as CommandId[];

test("each command stands once in the menu that the contract names, with its shortcut", () => {
  const menu = templateOf();
  const placed = IDS.filter((id) => COMMANDS[id].menu !== null);
  const found = itemsOf(menu).flatMap((item) => (item.id === undefined ? [] : [[item.id, item.accelerator ?? null]]));
  expect(found.sort()).toEqual(placed.map((id) => [id, COMMANDS[id].shortcut]).sort());
  expect(labelsOf(menu, "&Run")).toContain("Send");
  expect(labelsOf(menu, "&File")[0]).toBe("Open Folder…");
});

test("an entry that is chosen tells its command", () => {
  const chosen: CommandId[] = [];
  const menu = templateOf({ onCommand: (id) => chosen.push(id) });
  for (const item of itemsOf(menu)) item.click?.call(item, item as never, undefined, {} as never);
  expect(chosen.sort()).toEqual(IDS.filter((id) => COMMANDS[id].menu !== null).sort());
});

test("the system's own entries for editing and zooming are where a user looks for them", () => {
  const menu = templateOf();
  expect(rolesOf(menu, "&Edit")).toEqual(["undo", "redo", "cut", "copy", "paste", "selectAll"]);
  expect(rolesOf(menu, "&View")).toEqual(["resetZoom", "zoomIn", "zoomOut", "togglefullscreen"]);
  expect(rolesOf(menu, "&File")).toEqual(["quit"]);
  expect(rolesOf(templateOf({ isDebugging: true }), "&View")).toContain("toggleDevTools");
});

test("no key means two things", () => {
  for (const isMac of [true, false]) {
    const keys = itemsOf(templateOf({ isMac })).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test("Escape is left to the page, which first closes what is open in it", () => {
  const registers = new Map(itemsOf(templateOf()).map((item) => [item.id, item.registerAccelerator]));
  expect(registers.get("run.cancel")).toBe(false);
  expect(registers.get("run.send")).toBe(true);
});

test("macOS has its own first menu, which holds About and Quit", () => {
  const menu = templateOf({ isMac: true });
  expect(menu[0]?.label).toBe("Coldframe");
  expect(labelsOf(menu, "Coldframe")[0]).toBe("About Coldframe");
  expect(rolesOf(menu, "Coldframe").at(-1)).toBe("quit");
  expect(rolesOf(menu, "&File")).toEqual([]);
});

function templateOf(options: Partial<Parameters<typeof menuTemplate>[0]> = {}): Item[] {
  return menuTemplate({
    isMac: false,
    appName: "Coldframe",
    isDebugging: false,
    onCommand: () => undefined,
    ...options,
  });
}

function submenuOf(menu: readonly Item[], label: string): readonly Item[] {
  const found = menu.find((item) => item.label === label)?.submenu;
  return Array.isArray(found) ? found : [];
}

function labelsOf(menu: readonly Item[], label: string): (string | undefined)[] {
  return submenuOf(menu, label).map((item) => item.label);
}

function rolesOf(menu: readonly Item[], label: string): string[] {
  return submenuOf(menu, label).flatMap((item) => item.role ?? []);
}

/** The entries of all menus but the Mac's own, which repeats About. */
function itemsOf(menu: readonly Item[]): Item[] {
  return menu.filter((item) => item.label !== "Coldframe").flatMap((item) => submenuOf(menu, item.label ?? ""));
}
