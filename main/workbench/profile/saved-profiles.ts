import type { Profile } from "../../../runtime/model";
import { profileNameProblem } from "../../../runtime/profile";
import { readProfileFile } from "./parse-profile";
import type { Workbench } from "../workbench";

/** Why a profile was not saved; null: it was. */
export async function saveProfile(workbench: Workbench, name: string, profile: Profile): Promise<string | null> {
  if (profile.ended !== null) return `the profile ended early, and only whole ones are saved`;
  const store = await workbench.store();
  if (await store.saveProfile(name, profile)) return null;
  const same = store.profiles().find(({ id }) => id === profile.id);
  if (same !== undefined && same.name !== name) return `this very profile is saved already, as ${same.name}`;
  return nameIsTaken(name);
}

/**
 * The profile that a text names: one that is saved, or a `.json` file's. Null: it names neither. A file that is no profile is a message,
 * one line.
 */
export async function findProfile(
  workbench: Workbench,
  text: string,
): Promise<Profile | { readonly message: string } | null> {
  if (profileNameProblem(text) === null) {
    const saved = (await workbench.reader()).profile(text);
    if (saved !== null) return saved;
  }
  if (!text.endsWith(".json")) return null;
  const parsed = await readProfileFile(text);
  return parsed.ok ? parsed.profile : { message: `${text}: ${parsed.message}` };
}

export function nameIsTaken(name: string): string {
  return `a profile named ${name} is saved already: choose another name, or delete it with coldframe profiles delete`;
}

/** The name that a profile's file gives it: without folder and extension. */
export function profileNameOf(file: string): string {
  return (/[^/\\]*$/.exec(file)?.[0] ?? "").replace(/\.json$/i, "");
}
