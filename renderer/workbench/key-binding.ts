import type { CommandId } from "../../preload/contract";
import { COMMANDS } from "../../preload/contract";

/** The part of a keyboard event that decides what it means. */
export interface KeyPress {
  readonly key: string;
  /** The physical key: what `Shift` or `Alt` make of a letter differs between layouts. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** An accelerator's key and modifiers. */
interface Binding {
  readonly id: CommandId;
  readonly key: string;
  readonly command: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

const BINDINGS: readonly Binding[] = (Object.keys(COMMANDS) as CommandId[]).flatMap((id) => {
  const { shortcut } = COMMANDS[id];
  return shortcut === null ? [] : [parseAccelerator(id, shortcut)];
});

/** The command that a key press means; null: none. `mac`: Command takes Ctrl's place. */
export function commandOf(press: KeyPress, mac: boolean): CommandId | null {
  const command = mac ? press.metaKey : press.ctrlKey;
  const foreign = mac ? press.ctrlKey : press.metaKey;
  if (foreign) return null;
  const key = keyName(press);
  const found = BINDINGS.find(
    (binding) =>
      binding.key === key &&
      binding.command === command &&
      binding.alt === press.altKey &&
      binding.shift === press.shiftKey,
  );
  return found?.id ?? null;
}

function parseAccelerator(id: CommandId, accelerator: string): Binding {
  const parts = accelerator.split("+");
  return {
    id,
    key: (parts.at(-1) ?? "").toLowerCase(),
    command: parts.includes("CmdOrCtrl"),
    alt: parts.includes("Alt"),
    shift: parts.includes("Shift"),
  };
}

function keyName({ key, code }: KeyPress): string {
  const letter = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  return code === "NumpadEnter" ? "enter" : key.toLowerCase();
}
