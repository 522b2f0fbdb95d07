import type { Theme } from "../../preload/contract";
import { useSaveSettings, useSettings } from "../bridge";
import { notifyFailure } from "../session";
import { Checkbox, Dialog, Select, TextField } from "../ui";
import { closeOverlay } from "./overlay-state";

const THEME_OPTIONS: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "high-contrast", label: "High contrast" },
];

export function SettingsDialog() {
  const settings = useSettings().data;
  const save = useSaveSettings(notifyFailure);
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
