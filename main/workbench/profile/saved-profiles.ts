import type { Profile } from "../../../runtime/model";
import { isOfSamples, profileNameProblem, whyNotAdded } from "../../../runtime/profile";
import { readProfileFile } from "./parse-profile";
import type { Workbench } from "../workbench";

/**
 * Saves a profile; one of samples alone is added to the saved profile of this name where there is one of the same function's same version.
 * Why it was not saved; null: it was.
 */
export async function saveProfile(workbench: Workbench, name: string, profile: Profile): Promise<string | null> {
  if (profile.ended !== null || profile.cpuProfile?.ended != null)
    return `the profile ended early, and only whole ones are saved`;
  const store = await workbench.store();
  if (isOfSamples(profile) && profile.cpuProfile !== null) {
    const row = store.profiles().find((saved) => saved.name === name);
    const problem = row === undefined ? null : whyNotAdded(row, profile);
    if (problem !== null) return problem;
    if (row !== undefined && (await store.addCpuProfile(name, profile.cpuProfile))) return null;
  }
  if (await store.saveProfile(name, profile)) return null;
  const same = store.profiles().find(({ id, sampled }) => id === profile.id || sampled?.id === profile.cpuProfile?.id);
  if (same !== undefined && same.name !== name) return `this very profile is saved already, as ${same.name}`;
  return nameIsTaken(name);
}

/**
 * The profile of starts that a text names: one that is saved, or a `.json` file's. Null: it names neither. A file that is no profile, or a
 * profile that holds no starts, is a message, one line.
 */
export async function findProfile(
  workbench: Workbench,
  text: string,
): Promise<Profile | { readonly message: string } | null> {
  if (profileNameProblem(text) === null) {
    const saved = (await workbench.reader()).profile(text);
    if (saved !== null) return withStarts(text, saved);
  }
  if (!text.endsWith(".json")) return null;
  const parsed = await readProfileFile(text);
  return parsed.ok ? withStarts(text, parsed.profile) : { message: `${text}: ${parsed.message}` };
}

function withStarts(text: string, profile: Profile): Profile | { readonly message: string } {
  if (!isOfSamples(profile)) return profile;
  return { message: `${text} holds samples of the handler and no starts: choose one that was saved without --cpu` };
}

export function nameIsTaken(name: string): string {
  return `a profile named ${name} is saved already: choose another name, or delete it with coldframe profiles delete`;
}

/** The name that a profile's file gives it: without folder and extension. */
export function profileNameOf(file: string): string {
  return (/[^/\\]*$/.exec(file)?.[0] ?? "").replace(/\.json$/i, "");
}
