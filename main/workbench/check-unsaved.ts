import type { UnsavedText } from "../../preload/contract";
import type { BuildProblem } from "../../runtime";
import { unlessAborted } from "./unless-aborted";
import type { Workbench } from "./workbench";
import { placeIn } from "./workspace/paths";

export interface UnsavedCheck {
  /** The folder that the texts' paths are relative to. */
  readonly root: string;
  readonly entry: string;
  readonly texts: readonly UnsavedText[];
}

/**
 * What a function's compiler says of texts that are not saved; null where it reads files alone.
 * @throws {WorkbenchError} `outside-workspace`, `invalid-name`
 * @throws the signal's reason when it is aborted; the compiler ends by itself, and nobody waits for it
 */
export async function checkUnsaved(
  workbench: Workbench,
  { root, entry, texts }: UnsavedCheck,
  signal: AbortSignal,
): Promise<readonly BuildProblem[] | null> {
  const runtime = await workbench.runtime();
  const places = await Promise.all(texts.map(({ path }) => placeIn(root, path, { follow: true })));
  const unsaved = new Map(places.map(({ absolute }, at) => [absolute, texts[at]?.text ?? ""]));
  return await unlessAborted(runtime.builder.check(entry, unsaved), signal);
}
