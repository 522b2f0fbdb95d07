import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SettingsFile } from "../../../main/app/settings-file";

const DEFAULTS = {
  theme: "system",
  editorFontSize: 13,
  formatOnSave: true,
  platforms: ["edge-reference", "cloudflare-workers", "aws-lambda", "vercel-functions", "fastly-compute"],
};
const NO_CHANGE = { theme: null, editorFontSize: null, formatOnSave: null, platforms: null };
const home = mkdtempSync(join(tmpdir(), "coldframe-settings-"));
const file = join(home, "settings.json");

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

test("what was saved is there after a restart, and the rest stays as it was", () => {
  expect(new SettingsFile(home).settings).toEqual(DEFAULTS);
  new SettingsFile(home).save({ ...NO_CHANGE, theme: "dark" });
  new SettingsFile(home).save({ ...NO_CHANGE, editorFontSize: 18, platforms: ["aws-lambda"] });
  const saved = { ...DEFAULTS, theme: "dark", editorFontSize: 18, platforms: ["aws-lambda"] };
  expect(new SettingsFile(home).settings).toEqual(saved);
});

test("a setting that a hand has spoilt is the default again, and the others are kept", () => {
  new SettingsFile(home).save({ ...NO_CHANGE, theme: "light", editorFontSize: 20, formatOnSave: false });
  writeFileSync(file, readFileSync(file, "utf8").replace("20", "2000"));
  const kept = { ...DEFAULTS, theme: "light", formatOnSave: false };
  expect(new SettingsFile(home).settings).toEqual(kept);
  writeFileSync(file, "{");
  expect(new SettingsFile(home).settings).toEqual(DEFAULTS);
});

test("what can't be saved changes nothing", () => {
  writeFileSync(home, "a file where the folder should be");
  const settings = new SettingsFile(home);
  expect(() => settings.save({ ...NO_CHANGE, theme: "dark" })).toThrow();
  expect(settings.settings).toEqual(DEFAULTS);
});
