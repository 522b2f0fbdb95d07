/** An accelerator as people of the platform write it: `Ctrl+Shift+P`, `⇧⌘P`. Null: there is none. */
export function shortcutText(accelerator: string | null, mac = /Mac/.test(navigator.userAgent)): string | undefined {
  if (accelerator === null) return undefined;
  const keys = accelerator.split("+");
  if (!mac) return keys.map((key) => (key === "CmdOrCtrl" ? "Ctrl" : key)).join("+");
  return keys.map((key) => MAC_SIGNS[key] ?? key).join("");
}

const MAC_SIGNS: Readonly<Record<string, string>> = {
  CmdOrCtrl: "⌘",
  Shift: "⇧",
  Alt: "⌥",
  Enter: "↩",
  Escape: "⎋",
};
