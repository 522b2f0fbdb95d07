import type { FunctionInfo, Workspace } from "../../preload/contract";
import type { Invocation } from "../../runtime/model";

/** The function of the open folder that was called; null: it is of another folder, or gone. */
export function functionOf(workspace: Workspace, { entry }: Pick<Invocation, "entry">): FunctionInfo | null {
  const path = relativePath(workspace.folder, entry);
  return path === null ? null : (workspace.functions.find(({ entryFile }) => entryFile === path) ?? null);
}

/** An absolute path as the workspace has it; null: it is not in there. */
export function relativePath(workspaceFolder: string, file: string): string | null {
  const folder = `${workspaceFolder.replaceAll("\\", "/").replace(/\/$/, "")}/`;
  const path = file.replaceAll("\\", "/");
  return path.startsWith(folder) ? path.slice(folder.length) : null;
}
