import type { Theme } from "../../preload/contract";

/** The theme that is shown: the system's, where the user chose to follow it. */
export function shownTheme(
  theme: Theme,
  system: { readonly dark: boolean; readonly moreContrast: boolean },
): Exclude<Theme, "system"> {
  if (theme !== "system") return theme;
  if (system.moreContrast) return "high-contrast";
  return system.dark ? "dark" : "light";
}
