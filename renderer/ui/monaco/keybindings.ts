import { COMMANDS } from "../../../preload/contract";
import { monaco } from "./monaco";

const { KeyCode, KeyMod } = monaco;

const MODIFIERS: Readonly<Record<string, number>> = {
  CmdOrCtrl: KeyMod.CtrlCmd,
  Shift: KeyMod.Shift,
  Alt: KeyMod.Alt,
};

const NAMED_KEYS: Readonly<Record<string, monaco.KeyCode>> = { ",": KeyCode.Comma, Enter: KeyCode.Enter };

/** Monaco's number for an accelerator; null for one that it can stay with, or that it has no number for. */
function keybindingOf(accelerator: string): number | null {
  const keys = accelerator.split("+");
  const key = keys.pop() ?? "";
  // Escape closes Monaco's own widgets first.
  if (key === "Escape") return null;
  const code =
    NAMED_KEYS[key] ??
    KeyCode[(/^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/.test(key) ? `Key${key}` : key) as keyof typeof KeyCode];
  if (typeof code !== "number") return null;
  return keys.reduce<number>((binding, modifier) => binding | (MODIFIERS[modifier] ?? 0), code);
}

/** Leaves the window's shortcuts to the window: Monaco would take Ctrl+Enter, F12 and others for itself. */
export function leaveShortcutsToWindow(): void {
  const shortcuts = Object.values(COMMANDS).flatMap(({ shortcut }) => (shortcut === null ? [] : [shortcut]));
  const bindings = shortcuts.flatMap((shortcut) => keybindingOf(shortcut) ?? []);
  monaco.editor.addKeybindingRules([...bindings, KeyCode.F1].map((keybinding) => ({ keybinding, command: null })));
}
