import { join } from "node:path";
import { z } from "zod";
import type { Settings, SettingsChange } from "../../preload/contract";
import { THEMES } from "../../preload/contract";
import { readJsonFile, writeJsonFile } from "./json-file";

const DEFAULTS: Settings = {
  theme: "system",
  editorFontSize: 13,
  formatOnSave: true,
  platforms: ["edge-reference", "cloudflare-workers", "aws-lambda", "vercel-functions", "fastly-compute"],
};

/** A setting that a hand has spoilt is the default again; the others stay. */
const SCHEMA = z.object({
  theme: z.enum(THEMES).catch(DEFAULTS.theme),
  editorFontSize: z.number().int().min(8).max(40).catch(DEFAULTS.editorFontSize),
  formatOnSave: z.boolean().catch(DEFAULTS.formatOnSave),
  platforms: z.array(z.string()).readonly().catch(DEFAULTS.platforms),
}) satisfies z.ZodType<Settings>;

/** The user's settings, in `settings.json` of the home folder. */
export class SettingsFile {
  readonly #file: string;
  #settings: Settings;

  constructor(home: string) {
    this.#file = join(home, "settings.json");
    this.#settings = readJsonFile(this.#file, SCHEMA) ?? DEFAULTS;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** @throws what the file system throws; then nothing changed. */
  save(change: SettingsChange): Settings {
    const { theme, editorFontSize, formatOnSave, platforms } = this.#settings;
    const settings = {
      theme: change.theme ?? theme,
      editorFontSize: change.editorFontSize ?? editorFontSize,
      formatOnSave: change.formatOnSave ?? formatOnSave,
      platforms: change.platforms ?? platforms,
    };
    writeJsonFile(this.#file, settings);
    this.#settings = settings;
    return settings;
  }
}
