import type { Profile } from "../../../runtime/model";
import { readProfileFile } from "./parse-profile";
import type { Workbench } from "../workbench";

const LONGEST_NAME = 80;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@+ -]*$/u;

/** Why `name` can't be a profile's; null: it can. Names have no slashes, so that a path is never taken for one. */
export function profileNameProblem(name: string): string | null {
  if (name.length > LONGEST_NAME) return `a profile's name has ${LONGEST_NAME} characters at most`;
  if (NAME.test(name) && name.trim() === name) return null;
  return "a profile's name begins with a letter or digit, and goes on with letters, digits, spaces and . _ @ + -";
}

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
