import { shell } from "electron";
import type { About, LinkName, Settings, SettingsChange } from "../../preload/contract";
import { listToolchains } from "../workbench/toolchains";
import { WorkbenchError } from "../workbench/workbench-error";
import type { Handlers } from "./handle";

export interface ProgramParts {
  readonly about: () => Promise<About>;
  readonly settings: { readonly settings: Settings; save(change: SettingsChange): Settings };
  readonly onSettings: (settings: Settings) => void;
  /** Absolute path of Coldframe's own licence. */
  readonly licenceFile: string;
}

const LINKS: Readonly<Record<Exclude<LinkName, "licence">, string>> = {
  wasmer: "https://wasmer.io/",
  quickjs: "https://github.com/quickjs-ng/quickjs",
  electron: "https://www.electronjs.org/",
};

export function programHandlers(parts: ProgramParts) {
  return {
    about: () => parts.about(),
    settings: () => parts.settings.settings,
    saveSettings: (change) => {
      const settings = saved(parts, change);
      parts.onSettings(settings);
      return settings;
    },
    toolchains: () => listToolchains(),
    openLink: async (link) => {
      if (link !== "licence") await shell.openExternal(LINKS[link]);
      else if ((await shell.openPath(parts.licenceFile)) !== "") {
        throw new WorkbenchError(
          "unreadable",
          `No program on this machine shows ${parts.licenceFile}: open it yourself`,
        );
      }
      return null;
    },
  } satisfies Partial<Handlers>;
}

function saved({ settings }: ProgramParts, change: SettingsChange): Settings {
  try {
    return settings.save(change);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WorkbenchError("unwritable", `The settings can't be saved (${reason}): make the folder writable`, error);
  }
}
