import { profileNameProblem } from "../../runtime/profile";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

/** A name for a saved profile. Throws UsageError. */
export function parseProfileName(text: string): string {
  const problem = profileNameProblem(text);
  if (problem !== null) throw new UsageError(`${quote(text)}: ${problem}`);
  return text;
}
