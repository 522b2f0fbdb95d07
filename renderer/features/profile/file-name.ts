import type { Profile } from "../../../runtime/model";

/** Of what is saved of a profile, without an extension. */
export function fileNameOf({ functionName, version }: Pick<Profile, "functionName" | "version">, what: string): string {
  return `profile-${functionName}-${version.slice(-8)}-${what}`;
}
