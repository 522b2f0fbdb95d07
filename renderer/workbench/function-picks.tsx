import type { FunctionInfo, Workspace } from "../../preload/contract";
import { api } from "../bridge";
import { notifyFailure, openPlace, selectFunction } from "../session";
import { shownName } from "../ui";
import { closeOverlay } from "./overlay-state";
import { QuickPick } from "./quick-pick";

/** Selects a function: the console calls it, the editor shows its entry. */
export function goToFunction({ path, entryFile }: FunctionInfo): void {
  selectFunction(path);
  openPlace(entryFile);
}

export function FunctionPick({ workspace }: { readonly workspace: Workspace }) {
  const items = workspace.functions.map(({ name, path, entryFile }) => ({
    id: path,
    title: shownName(name),
    detail: shownName(entryFile),
  }));
  return (
    <QuickPick
      label="Go to a function"
      items={items}
      empty={
        items.length === 0 ? "This folder has no function yet: make one from an example" : "No function of that name"
      }
      onClose={closeOverlay}
      onPick={(path) => {
        const chosen = workspace.functions.find((info) => info.path === path);
        if (chosen !== undefined) goToFunction(chosen);
      }}
    />
  );
}

export function FolderPick({ workspace }: { readonly workspace: Workspace }) {
  const items = workspace.recentFolders.map((folder) => ({
    id: folder,
    title: folder.split(/[/\\]/).at(-1) ?? folder,
    detail: folder,
  }));
  return (
    <QuickPick
      label="Open a recent folder"
      items={items}
      empty={items.length === 0 ? "No other folder was opened yet" : "No folder of that name"}
      onClose={closeOverlay}
      onPick={(folder) => {
        void openFolder(folder);
      }}
    />
  );
}

async function openFolder(folder: string): Promise<void> {
  const result = await api.openFolder(folder);
  if (!result.ok) notifyFailure(result.error);
}
