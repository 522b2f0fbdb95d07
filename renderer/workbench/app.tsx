import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CommandId, Workspace } from "../../preload/contract";
import { COMMANDS } from "../../preload/contract";
import { api, ApiFailure, followEvents, useWorkspace } from "../bridge";
import { notify, runCommand, selectFunction, useSelection } from "../session";
import { ErrorState, LoadingState } from "../ui";
import { AboutDialog } from "./about-dialog";
import { Docking } from "./docking";
import { FolderPick, FunctionPick, goToFunction } from "./function-picks";
import { NewFunctionDialog } from "./new-function-dialog";
import { NotificationsDialog, Toasts } from "./notifications";
import { useOverlay } from "./overlay-state";
import { Palette } from "./palette";
import { CompilersDialog } from "./compilers-dialog";
import { SettingsDialog } from "./settings-dialog";
import { StatusBar } from "./status-bar";
import { useTheme } from "./theme";
import { TitleBar } from "./title-bar";
import { useKeyBindings } from "./use-key-bindings";
import { useModuleDrop } from "./use-module-drop";
import { useWindowCommands } from "./use-window-commands";

/** The window. */
export function App() {
  const workspace = useWorkspace();
  useTheme();
  useKeyBindings();
  useWindowCommands();
  useMainEvents();
  const isDropping = useModuleDrop();
  useFunctionChosen(workspace.data);
  return (
    <div className="app">
      {workspace.data !== undefined && <TitleBar workspace={workspace.data} />}
      <main className="app-main">
        {workspace.data !== undefined ? (
          <Docking folder={workspace.data.folder} />
        ) : workspace.error !== null ? (
          <ErrorState message={workspace.error.message} details={detailsOf(workspace.error)} />
        ) : (
          <LoadingState label="Opening the folder…" />
        )}
      </main>
      <StatusBar />
      <Toasts />
      {isDropping && (
        <div className="app-drop" role="status">
          Drop a .wasm module: it is put into the open folder
        </div>
      )}
      {workspace.data !== undefined && <OpenOverlay workspace={workspace.data} />}
    </div>
  );
}

function OpenOverlay({ workspace }: { readonly workspace: Workspace }) {
  const open = useOverlay((state) => state.open);
  switch (open) {
    case null:
      return null;
    case "palette":
      return <Palette />;
    case "functions":
      return <FunctionPick workspace={workspace} />;
    case "folders":
      return <FolderPick workspace={workspace} />;
    case "new-function":
      return <NewFunctionDialog workspace={workspace} />;
    case "settings":
      return <SettingsDialog />;
    case "compilers":
      return <CompilersDialog />;
    case "about":
      return <AboutDialog />;
    case "notifications":
      return <NotificationsDialog />;
  }
}

function useMainEvents(): void {
  const queries = useQueryClient();
  useEffect(() => followEvents(queries), [queries]);
  useEffect(() => {
    const ends = [api.onCommand(runFromMenu), api.onNotice(notify)];
    return () => {
      for (const end of ends) end();
    };
  }, []);
}

/** The menu does not know what can be carried out now: that has to be said. */
function runFromMenu(id: CommandId): void {
  if (runCommand(id)) return;
  notify({ level: "info", message: `“${COMMANDS[id].title}” is not available now`, details: null });
}

/** A folder opens with its first function chosen and its entry in the editor, so that one key calls it. */
function useFunctionChosen(workspace: Workspace | undefined): void {
  const folder = workspace?.folder;
  const chosen = useSelection((state) => state.functionPath);
  const first = workspace?.functions[0];
  const isThere = workspace?.functions.some((info) => info.path === chosen) === true;
  useEffect(() => {
    if (folder === undefined || isThere) return;
    if (first === undefined) selectFunction(null);
    else goToFunction(first);
    // A function that was renamed or deleted counts as well; edits of others do not.
  }, [folder, isThere, first]);
}

function detailsOf(error: Error): string | null {
  return error instanceof ApiFailure ? error.error.details : (error.stack ?? null);
}
