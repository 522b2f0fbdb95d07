import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect } from "react";
import type { FunctionInfo, Workspace } from "../../../preload/contract";
import { functionOf, useInvocation, useWorkspace } from "../../bridge";
import { runCommand, selectInvocation, useCalls, useCommand, useSelection } from "../../session";
import { Button, EmptyState, LoadingState } from "../../ui";
import { cancelCall, lastCallOf, replayCall, sendRequest, useFailure } from "./calls";
import { RequestPane } from "./request-pane";
import { keepNow, openRequests, useRequests } from "./request-store";
import { ResponsePane } from "./response-pane";
import { Split } from "./split";
import "./console.css";

/** Calls the selected function, and shows what came back. */
export function ConsolePanel() {
  const { data: workspace } = useWorkspace();
  const functionPath = useSelection((selection) => selection.functionPath);
  const folder = workspace?.folder;
  const opened = useRequests((requests) => requests.folder);
  useLayoutEffect(() => {
    if (folder !== undefined) openRequests(folder);
  }, [folder]);
  useEffect(() => {
    window.addEventListener("pagehide", keepNow);
    return () => {
      window.removeEventListener("pagehide", keepNow);
    };
  }, []);
  if (workspace === undefined) return <LoadingState label="Opening the folder" />;
  const info = workspace.functions.find(({ path }) => path === functionPath);
  if (info === undefined) return <NoFunction workspace={workspace} />;
  if (opened !== folder) return null;
  return <FunctionConsole key={info.path} workspace={workspace} info={info} />;
}

function NoFunction({ workspace }: { readonly workspace: Workspace }) {
  const hasFunctions = workspace.functions.length > 0;
  const command = hasFunctions ? "file.go-to-function" : "file.new-function";
  return (
    <EmptyState
      title={hasFunctions ? "No function is chosen" : "There is no function in this folder yet"}
      action={
        <Button onClick={() => runCommand(command)}>
          {hasFunctions ? "Go to Function…" : "New Function from Example…"}
        </Button>
      }
    >
      {hasFunctions ? "Choose one in the Explorer to call it." : "Begin with one of the examples, then call it here."}
    </EmptyState>
  );
}

function FunctionConsole({ workspace, info }: { readonly workspace: Workspace; readonly info: FunctionInfo }) {
  useShownCall(workspace, info);
  useCallCommands(workspace, info);
  return (
    <div className="console">
      <Split
        label="Height of the request"
        first={<RequestPane workspace={workspace} info={info} />}
        second={<ResponsePane workspace={workspace} info={info} />}
      />
    </div>
  );
}

/** When another function is chosen, its own last call is shown; one of it that was selected elsewhere stays. */
function useShownCall(workspace: Workspace, info: FunctionInfo): void {
  const { data: invocation } = useInvocation(useSelection((selection) => selection.invocationId));
  const isForeign = invocation !== undefined && functionOf(workspace, invocation)?.path !== info.path;
  useEffect(() => {
    // Only at the choice, not when `isForeign` changes: a call that is selected later is shown whatever its function.
    if (isForeign) selectInvocation(lastCallOf(info.path));
  }, [info.path]);
}

function useCallCommands(workspace: Workspace, info: FunctionInfo): void {
  const queries = useQueryClient();
  const isRunning = useCalls(({ running }) => running !== null);
  const selected = useSelection((selection) => selection.invocationId);
  useCommand("run.send", () => sendRequest(queries, workspace, info), !isRunning);
  useCommand("run.cancel", cancelCall, isRunning);
  useCommand(
    "run.replay",
    () => (selected === null ? undefined : replayCall(queries, workspace, info.path, selected)),
    selected !== null && !isRunning,
  );
  useEffect(() => {
    // A failure is of the last attempt: choosing a call takes its place.
    if (selected !== null) useFailure.setState({ functionPath: null, failure: null });
  }, [selected]);
}
