import { basename, isAbsolute, sep } from "node:path";
import type { FileGrant } from "../../../preload/contract";
import type { GrantedFile } from "../../../runtime";
import { checkGrantedFiles } from "../granted-files";
import { WorkbenchError } from "../workbench-error";
import { placeIn, windowPath } from "./paths";
import type { OpenFolder } from "./workspaces";

type Grantor = Pick<OpenFolder, "root" | "memory">;

/**
 * A file that the user chose, as the window's requests name it. One outside of the open folder is remembered: requests come along with a
 * folder, and none may name a file of this machine that its user never chose.
 * @throws {WorkbenchError} `invalid-file`
 */
export async function grantFile({ root, memory }: Grantor, chosen: string): Promise<FileGrant> {
  const checked = await checkGrantedFiles([{ path: chosen, name: basename(chosen) }]);
  if (!checked.ok) throw new WorkbenchError("invalid-file", checked.message);
  const name = `/${basename(chosen)}`;
  if (chosen.startsWith(root + sep)) return { name, path: windowPath(root, chosen) };
  await memory.saveGrantedFile(chosen);
  return { name, path: chosen };
}

/** The files that a request of the window grants, with absolute paths. @throws {WorkbenchError} `invalid-file` */
export async function grantedFiles(
  { root, memory }: Grantor,
  grants: readonly FileGrant[],
): Promise<readonly GrantedFile[]> {
  const files: GrantedFile[] = [];
  for (const { name, path } of grants) files.push({ name, path: await absolutePath({ root, memory }, path) });
  const checked = await checkGrantedFiles(files);
  if (!checked.ok) throw new WorkbenchError("invalid-file", checked.message);
  return checked.files;
}

async function absolutePath({ root, memory }: Grantor, path: string): Promise<string> {
  if (isAbsolute(path)) {
    if ((await memory.grantedFiles()).includes(path)) return path;
    const message = `${path} is outside of the open folder, and was not chosen here: remove it, and add it again if the program may read it`;
    throw new WorkbenchError("invalid-file", message);
  }
  try {
    return (await placeIn(root, path, { follow: true })).absolute;
  } catch (error) {
    throw error instanceof WorkbenchError ? new WorkbenchError("invalid-file", error.message, error) : error;
  }
}
