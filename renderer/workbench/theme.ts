import { useEffect } from "react";
import { useSettings } from "../bridge";
import { shownTheme } from "./theme-model";

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
