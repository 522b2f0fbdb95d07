import { useEffect } from "react";
import type { Theme } from "../../preload/contract";
import { useSettings } from "../bridge";

/** The theme that is shown: the system's, where the user chose to follow it. */
export function shownTheme(theme: Theme, system: { readonly dark: boolean; readonly moreContrast: boolean }) {
  if (theme !== "system") return theme;
  if (system.moreContrast) return "high-contrast";
  return system.dark ? "dark" : "light";
}

/** Keeps `data-theme` on the page's root in step with the settings and the system. */
export function useTheme(): void {
  const theme = useSettings().data?.theme ?? "system";
  useEffect(() => {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const moreContrast = window.matchMedia("(prefers-contrast: more), (forced-colors: active)");
    const apply = (): void => {
      document.documentElement.dataset["theme"] = shownTheme(theme, {
        dark: dark.matches,
        moreContrast: moreContrast.matches,
      });
    };
    apply();
    for (const query of [dark, moreContrast]) query.addEventListener("change", apply);
    return () => {
      for (const query of [dark, moreContrast]) query.removeEventListener("change", apply);
    };
  }, [theme]);
}
