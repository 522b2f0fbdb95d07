import type { Profile } from "../../runtime/model";
import { isOfSamples, whyNotAdded } from "../../runtime/profile";
import { nameIsTaken, saveProfile } from "../workbench/profile/saved-profiles";
import type { Workbench } from "../workbench/workbench";
import { UsageError } from "./exit-codes";
import type { Terminal } from "./terminal";

/**
 * Before anything is measured for nothing. `samples`: what is to be sampled, which can be added to a saved profile of the same version.
 * @throws {UsageError} where a profile can't be saved under this name
 */
export async function refuseTakenName(
  workbench: Workbench,
  name: string,
  samples: Pick<Profile, "entry" | "version"> | null = null,
): Promise<void> {
  const row = (await workbench.store()).profiles().find((saved) => saved.name === name);
  if (row === undefined) return;
  const problem = samples === null ? nameIsTaken(name) : whyNotAdded(row, samples);
  if (problem !== null) throw new UsageError(`--save: ${problem}`);
}

/** Keeps what was measured under a name. @throws {UsageError} where that is taken meanwhile */
export async function keepProfile(
  terminal: Terminal,
  workbench: Workbench,
  name: string,
  measured: Profile,
): Promise<void> {
  const problem = await saveProfile(workbench, name, measured);
  if (problem !== null) throw new UsageError(`--save: ${problem}`);
  const next = isOfSamples(measured) ? `profiles export ${name} --cpuprofile` : `compare ${name} <entry>`;
  terminal.note(terminal.noteColors.dim(`saved as ${name}  (coldframe ${next})`));
}

export function noteNotKept(terminal: Terminal, name: string): void {
  terminal.note(`not saved as ${name}: only whole profiles are`);
}
