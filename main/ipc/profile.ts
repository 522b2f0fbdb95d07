import type { Calls } from "../workbench/calls";
import type { Profiles } from "../workbench/profile/profiles";
import {
  compareInWindow,
  profileFunction,
  profileFunctionCpu,
  profileFunctionsTogether,
} from "../workbench/profile/window-profile";
import type { Running } from "../workbench/running";
import type { FileDialogs } from "./file-dialogs";
import type { Handlers } from "./handle";

export interface ProfileParts {
  /** Absolute path of the folder for history, cache and settings. */
  readonly home: string;
  readonly calls: Calls;
  readonly profiles: Profiles;
  readonly running: Running;
  readonly dialogs: FileDialogs;
  /** The absolute path of a function of the open folder. */
  readonly entryOf: (path: string) => string | Promise<string>;
}

const FILTERS = [{ name: "Profile", extensions: ["json"] }];

export function profileHandlers({ home, calls, profiles, running, dialogs, entryOf }: ProfileParts) {
  const parts = { home, calls, profiles, entryOf };
  return {
    profile: ({ id, ...request }) =>
      running.run(id, (signal, report) => profileFunction(request, { ...parts, signal, report })),
    profileCpu: ({ id, ...request }) =>
      running.run(id, (signal, report) => profileFunctionCpu(request, { ...parts, signal, report })),
    profileTogether: ({ id, ...request }) =>
      running.run(id, (signal, report) => profileFunctionsTogether(request, { ...parts, signal, report })),
    savedProfiles: () => profiles.saved(),
    readProfile: (id) => profiles.find(id),
    saveProfile: ({ id, name }) => profiles.save(id, name),
    renameProfile: ({ id, name }) => profiles.rename(id, name),
    deleteProfile: (id) => profiles.delete(id),
    importProfile: async () => {
      const file = await dialogs.open({ title: "Import a profile", properties: ["openFile"], filters: FILTERS });
      return file === null ? null : profiles.importFile(file);
    },
    exportProfile: async (id) => {
      const defaultPath = await profiles.fileNameOf(id);
      const file = await dialogs.save({ title: "Export the profile", defaultPath, filters: FILTERS });
      if (file !== null) await profiles.exportFile(id, file);
      return file;
    },
    versions: async (path) => profiles.versions(await entryOf(path)),
    compareProfiles: ({ id, ...request }) =>
      running.run(id, (signal, report) => compareInWindow(request, { ...parts, signal, report })),
  } satisfies Partial<Handlers>;
}
