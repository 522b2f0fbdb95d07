import type { SavedProfile } from "../../../preload/contract";
import type { Profile } from "../../../runtime";
import { isOfSamples, profileNameProblem, whyNotAdded } from "../../../runtime/profile";
import type { VersionPoint } from "../../../runtime/profile";
import { writeFileAtomic } from "../json-file";
import type { Workbench } from "../workbench";
import { WorkbenchError } from "../workbench-error";
import { readProfileFile } from "./parse-profile";
import { profileDocument } from "./profile-document";
import { profileNameOf, saveProfile } from "./saved-profiles";
import { readVersions } from "./versions";

/** Some hundred kilobytes each. */
const RECENT_PROFILES = 50;
/** What the function was asked is in it. */
const MODE = 0o600;

/** The profiles of a window: the saved ones, and the latest that were measured, compared or deleted in it. */
export class Profiles {
  readonly #workbench: Workbench;
  readonly #recent = new Map<string, Profile>();

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Keeps a profile for a while, so that it can be saved or brought back by its id. */
  remember(profile: Profile): void {
    this.#recent.delete(profile.id);
    this.#recent.set(profile.id, profile);
    for (const id of [...this.#recent.keys()].slice(0, -RECENT_PROFILES)) this.#recent.delete(id);
  }

  /** Newest first. @throws {StoreError} where the history can't be read */
  async saved(): Promise<readonly SavedProfile[]> {
    return (await this.#workbench.reader()).profiles();
  }

  /** The versions of the function with this entry, the oldest first. @throws {StoreError} where the history can't be read */
  async versions(entry: string): Promise<readonly VersionPoint[]> {
    return (await readVersions(this.#workbench, entry)).versions;
  }

  /**
   * A saved one as it is saved, for samples may have been added to it since it was measured here.
   * @throws {WorkbenchError} `not-found`
   */
  async find(id: string): Promise<Profile> {
    const recent = this.#recent.get(id) ?? null;
    const saved = await this.#findSaved(id).catch((error: unknown) => {
      if (recent === null) throw error;
      return null;
    });
    const profile = saved ?? recent;
    if (profile === null) throw new WorkbenchError("not-found", "The profile is not there any more: measure it again");
    return profile;
  }

  /** @throws {WorkbenchError} `not-found`, `invalid-name`, `already-exists`, `not-profile` for one that ended early */
  async save(id: string, name: string): Promise<readonly SavedProfile[]> {
    await this.#save(await this.find(id), name);
    return this.saved();
  }

  /** @throws {WorkbenchError} `not-found`, `invalid-name`, `already-exists` */
  async rename(id: string, newName: string): Promise<readonly SavedProfile[]> {
    const problem = profileNameProblem(newName);
    if (problem !== null) throw new WorkbenchError("invalid-name", `“${newName}” is no name: ${problem}`);
    const rows = await this.saved();
    const row = rows.find((saved) => saved.id === id);
    if (row === undefined) throw new WorkbenchError("not-found", "Not renamed: the profile is deleted already");
    if (row.name === newName) return rows;
    if (!(await (await this.#workbench.store()).renameProfile(row.name, newName)))
      throw new WorkbenchError("already-exists", `Not renamed: there is a profile named ${newName} already`);
    return this.saved();
  }

  /** It is remembered: saving it again brings it back. @throws {WorkbenchError} `not-found` */
  async delete(id: string): Promise<readonly SavedProfile[]> {
    const row = (await this.saved()).find((saved) => saved.id === id);
    if (row === undefined) throw new WorkbenchError("not-found", "The profile is deleted already");
    this.remember(await this.find(id));
    await (await this.#workbench.store()).deleteProfile(row.name);
    return this.saved();
  }

  /** Saves the profile in a file under the file's name. @throws {WorkbenchError} `not-profile`, and as `save` */
  async importFile(file: string): Promise<SavedProfile> {
    const parsed = await readProfileFile(file);
    if (!parsed.ok) throw new WorkbenchError("not-profile", `${file}: ${parsed.message}`);
    await this.#save(parsed.profile, profileNameOf(file));
    const row = (await this.saved()).find(({ id }) => id === parsed.profile.id);
    if (row === undefined) throw new WorkbenchError("not-found", "The profile was deleted while it was imported");
    return row;
  }

  /** @throws {WorkbenchError} `not-found`, `unwritable` */
  async exportFile(id: string, file: string): Promise<void> {
    const text = `${JSON.stringify(profileDocument(await this.find(id)))}\n`;
    await writeFileAtomic(file, text, MODE).catch((error: unknown) => {
      throw new WorkbenchError("unwritable", `${file} can't be written: choose another folder`, error);
    });
  }

  /** What a file of the profile is called: its name where it is saved, its function's otherwise. */
  async fileNameOf(id: string): Promise<string> {
    const row = (await this.saved()).find((saved) => saved.id === id);
    return `${row?.name ?? (await this.find(id)).functionName}.json`;
  }

  async #findSaved(id: string): Promise<Profile | null> {
    const row = (await this.saved()).find((saved) => saved.id === id);
    return row === undefined ? null : (await this.#workbench.reader()).profile(row.name);
  }

  async #save(profile: Profile, name: string): Promise<void> {
    const problem = profileNameProblem(name);
    if (problem !== null) throw new WorkbenchError("invalid-name", `“${name}” is no name: ${problem}`);
    const taken = (await this.saved()).find((saved) => saved.name === name);
    if (taken !== undefined && !(isOfSamples(profile) && whyNotAdded(taken, profile) === null)) {
      const message = `Not saved: there is a profile named ${name} already. Choose another name, or delete that one`;
      throw new WorkbenchError("already-exists", message);
    }
    const refused = await saveProfile(this.#workbench, name, profile);
    if (refused === null) return;
    const isWhole = profile.ended === null && (profile.cpuProfile?.ended ?? null) === null;
    throw new WorkbenchError(isWhole ? "already-exists" : "not-profile", `Not saved: ${refused}`);
  }
}
