import type { Workspace } from "../../../preload/contract";
import type { Profile } from "../../../runtime/model";
import { relativePath } from "../../bridge/functions";

/** A file that is named relative to the function's folder, as the workspace has it; null: it is of another folder, or a package's. */
export function sourcePath(workspace: Workspace, { entry }: Pick<Profile, "entry">, file: string): string | null {
  if (/(^|\/)node_modules\//.test(file)) return null;
  const parts: string[] = [];
  for (const part of [...entry.replaceAll("\\", "/").split("/").slice(0, -1), ...file.split("/")]) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return relativePath(workspace.folder, parts.join("/"));
}
