import statuses from "statuses";
import { useState } from "react";
import type { FunctionInfo, Workspace } from "../../../preload/contract";
import { COMMANDS } from "../../../preload/contract";
import type { Invocation } from "../../../runtime/model";
import { detailsOf, functionOf, isStillRunning, useInvocation, useIsOlder } from "../../bridge";
import { runCommand, selectFunction, useCalls, useSelection } from "../../session";
import type { Tab } from "../../ui";
import {
  Button,
  CallStillRuns,
  EmptyState,
  ErrorState,
  formatBytes,
  formatDuration,
  LoadingState,
  OlderBadge,
  OutcomeBadge,
  shortcutText,
  shownName,
  StartBadge,
  Tabs,
} from "../../ui";
import { BodyActions, BodyView, useBodyView } from "./body-view";
import { BuildFailure } from "./build-failure";
import { announcement } from "./call-model";
import { useFailure } from "./calls";
import { ErrorView } from "./error-view";
import { HeadersView } from "./headers-view";
import { LogsView } from "./logs-view";

interface PaneProps {
  readonly workspace: Workspace;
  readonly info: FunctionInfo;
}

/** What came back: of the selected invocation, or why the last attempt has none. */
export function ResponsePane({ workspace, info }: PaneProps) {
  const isRunning = useCalls(({ running }) => running !== null);
  return (
    <section className="console-response" aria-label="Response">
      <LiveStatus />
      <div className="console-answer" aria-busy={isRunning}>
        <ResponseContent workspace={workspace} info={info} isRunning={isRunning} />
      </div>
    </section>
  );
}

/** Says to screen readers what came back. It is always there: what appears together with its text is often not read. */
function LiveStatus() {
  const { data: invocation } = useInvocation(useSelection((selection) => selection.invocationId));
  return (
    <div className="visually-hidden" role="status" aria-label="Response status">
      {invocation !== undefined && announcement(invocation, statusText(invocation.response))}
    </div>
  );
}

function ResponseContent({ workspace, info, isRunning }: PaneProps & { readonly isRunning: boolean }) {
  const id = useSelection((selection) => selection.invocationId);
  const failure = useFailure(({ functionPath, failure }) => (functionPath === info.path ? failure : null));
  const { data: invocation, error } = useInvocation(id);
  if (failure?.kind === "build") return <BuildFailure workspace={workspace} problems={failure.problems} />;
  if (failure?.kind === "refused") {
    const { code, message, details } = failure.error;
    return <ErrorState message={message} details={details ?? code} />;
  }
  if (id === null) return isRunning ? <LoadingState label="Calling the function" /> : <NotCalled />;
  if (invocation !== undefined) return <Response workspace={workspace} info={info} invocation={invocation} />;
  if (error !== null) {
    if (isStillRunning(error)) return <CallStillRuns />;
    return <ErrorState message={error.message} details={detailsOf(error)} />;
  }
  return <LoadingState label="Reading the call" />;
}

function NotCalled() {
  const key = shortcutText(COMMANDS["run.send"].shortcut);
  return (
    <EmptyState
      title="Not called yet"
      action={
        <Button icon="play" shortcut={key} onClick={() => runCommand("run.send")}>
          Send
        </Button>
      }
    >
      Press {key} anywhere in the window: the response is shown here.
    </EmptyState>
  );
}

type PartName = "body" | "headers" | "logs" | "error";

function Response({ workspace, info, invocation }: PaneProps & { readonly invocation: Invocation }) {
  const [chosen, setChosen] = useState<{ readonly id: string | null; readonly part: PartName }>({
    id: null,
    part: "body",
  });
  const { response, logs, error, id } = invocation;
  const parts = partsOf(invocation);
  const part = shownPart(chosen.id === id, chosen.part, error !== null);
  const view = useBodyView(response);
  return (
    <>
      <StatusLine workspace={workspace} info={info} invocation={invocation} />
      <Tabs
        label="Parts of the response"
        tabs={parts}
        active={part}
        onActive={(name) => {
          setChosen({ id, part: name });
        }}
        aside={part === "body" && response !== null && <BodyActions invocationId={id} view={view} />}
      >
        {part === "body" && <BodyView response={response} view={view} outcome={invocation.outcome} />}
        {part === "headers" && <HeadersView invocation={invocation} />}
        {part === "logs" && <LogsView logs={logs} dropped={invocation.droppedLogLines} />}
        {part === "error" && error !== null && <ErrorView error={error} info={functionOf(workspace, invocation)} />}
      </Tabs>
    </>
  );
}

/** An error comes to the front by itself; other parts stay in front from call to call. */
function shownPart(isChosenHere: boolean, chosen: PartName, hasError: boolean): PartName {
  if (isChosenHere) return chosen;
  if (hasError) return "error";
  return chosen === "error" ? "body" : chosen;
}

function partsOf({ response, logs, error, droppedLogLines }: Invocation): readonly Tab<PartName>[] {
  const headers = response?.headers.length ?? 0;
  return [
    { name: "body", label: "Body" },
    { name: "headers", label: headers === 0 ? "Headers" : `Headers (${headers})` },
    { name: "logs", label: `Logs (${logs.length + droppedLogLines})` },
    ...(error === null ? [] : [{ name: "error", label: "Error" } as const]),
  ];
}

function StatusLine({ workspace, info, invocation }: PaneProps & { readonly invocation: Invocation }) {
  const { response, outcome, start, usage } = invocation;
  const owner = functionOf(workspace, invocation);
  const isOwn = owner?.path === info.path;
  const isOlder = useIsOlder(invocation);
  const text = statusText(response);
  return (
    <div className="console-status">
      {response !== null && (
        <strong className={response.status < 400 ? "console-status-good" : "console-status-bad"}>
          {response.status} {text}
        </strong>
      )}
      <OutcomeBadge outcome={outcome} />
      <StartBadge start={start} />
      <span title="Wall time, from accept to the last byte">{formatDuration(usage.wallUs)}</span>
      {response !== null && <span title="Size of the body">{formatBytes(response.body.bytes)}</span>}
      {isOlder && <OlderBadge />}
      {!isOwn && (
        <span className="console-stale">
          of {shownName(invocation.functionName)}
          {owner !== null && (
            <Button
              kind="quiet"
              onClick={() => {
                selectFunction(owner.path);
              }}
            >
              Show
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

function statusText(response: Invocation["response"]): string {
  if (response === null) return "";
  return response.statusText === "" ? (statuses.message[response.status] ?? "") : response.statusText;
}
