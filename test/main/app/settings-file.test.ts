import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SettingsFile } from "../../../main/app/settings-file";

const DEFAULTS = { theme: "system", editorFontSize: 13, formatOnSave: true };
const home = mkdtempSync(join(tmpdir(), "coldframe-settings-"));
const file = join(home, "settings.json");

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

test("what was saved is there after a restart, and the rest stays as it was", () => {
  expect(new SettingsFile(home).settings).toEqual(DEFAULTS);
  new SettingsFile(home).save({ theme: "dark", editorFontSize: null, formatOnSave: null });
  new SettingsFile(home).save({ theme: null, editorFontSize: 18, formatOnSave: false });
  expect(new SettingsFile(home).settings).toEqual({ theme: "dark", editorFontSize: 18, formatOnSave: false });
});

test("a setting that a hand has spoilt is the default again, and the others are kept", () => {
  new SettingsFile(home).save({ theme: "light", editorFontSize: 20, formatOnSave: false });
  writeFileSync(file, readFileSync(file, "utf8").replace("20", "2000"));
  expect(new SettingsFile(home).settings).toEqual({ theme: "light", editorFontSize: 13, formatOnSave: false });
  writeFileSync(file, "{");
  expect(new SettingsFile(home).settings).toEqual(DEFAULTS);
});

test("what can't be saved changes nothing", () => {
  writeFileSync(home, "a file where the folder should be");
  const settings = new SettingsFile(home);
  expect(() => settings.save({ theme: "dark", editorFontSize: null, formatOnSave: null })).toThrow();
  expect(settings.settings).toEqual(DEFAULTS);
});
