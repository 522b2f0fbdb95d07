import { useQueryClient } from "@tanstack/react-query";
import type { Settings, SettingsChange, Theme } from "../../preload/contract";
import { api, KEYS, useSettings } from "../bridge";
import { notifyFailure } from "../session";
import { Checkbox, Dialog, Select, TextField } from "../ui";
import { closeOverlay } from "./overlay-state";

const NO_CHANGE: SettingsChange = { theme: null, editorFontSize: null, formatOnSave: null };
const THEME_OPTIONS: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "high-contrast", label: "High contrast" },
];

/** Saves settings and shows them at once. */
export function useSaveSettings(): (change: Partial<Settings>) => void {
  const queries = useQueryClient();
  return (change) => {
    void api.saveSettings({ ...NO_CHANGE, ...change }).then((result) => {
      if (result.ok) queries.setQueryData(KEYS.settings, result.value);
      else notifyFailure(result.error);
    });
  };
}

export function SettingsDialog() {
  const settings = useSettings().data;
  const save = useSaveSettings();
  if (settings === undefined) return null;
  return (
    <Dialog title="Settings" onClose={closeOverlay}>
      <Select
        label="Theme"
        options={THEME_OPTIONS}
        value={settings.theme}
        onValue={(theme) => {
          save({ theme });
        }}
      />
      <TextField
        label="Editor font size, pixels"
        type="number"
        min={8}
        max={40}
        defaultValue={settings.editorFontSize}
        onChange={(event) => {
          const size = event.target.valueAsNumber;
          if (Number.isInteger(size) && size >= 8 && size <= 40) save({ editorFontSize: size });
        }}
      />
      <Checkbox
        label="Format a file when it is saved"
        checked={settings.formatOnSave}
        onChange={(event) => {
          save({ formatOnSave: event.target.checked });
        }}
      />
    </Dialog>
  );
}
