import { leaveShortcutsToWindow } from "./keybindings";
import { followTheme } from "./monaco-theme";

let isSetUp = false;

/** Gives Monaco the window's colours and takes the window's shortcuts from it; for whoever makes the first editor. */
export function setUpMonaco(): void {
  if (isSetUp) return;
  isSetUp = true;
  leaveShortcutsToWindow();
  followTheme();
}
