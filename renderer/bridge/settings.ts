import { useQueryClient } from "@tanstack/react-query";
import type { ApiError, Settings, SettingsChange } from "../../preload/contract";
import { api } from "./api";
import { KEYS } from "./queries";

const NO_CHANGE: SettingsChange = { theme: null, editorFontSize: null, formatOnSave: null, platforms: null };

/** Shows changed settings at once, and saves them; what can't be saved is shown as it was. */
export function useSaveSettings(onFailure: (error: ApiError) => void): (change: Partial<Settings>) => void {
  const queries = useQueryClient();
  return (change) => {
    queries.setQueryData<Settings>(KEYS.settings, (before) => before && { ...before, ...change });
    void api.saveSettings({ ...NO_CHANGE, ...change }).then((result) => {
      if (result.ok) return;
      onFailure(result.error);
      void queries.invalidateQueries({ queryKey: KEYS.settings });
    });
  };
}
