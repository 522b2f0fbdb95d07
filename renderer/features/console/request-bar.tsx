import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { FunctionInfo, SavedRequest, Workspace } from "../../../preload/contract";
import { COMMANDS } from "../../../preload/contract";
import { useCalls } from "../../session";
import { Button, formatDuration, shortcutText } from "../../ui";
import { cancelCall, sendRequest } from "./calls";
import { CurlActions } from "./curl-actions";
import { isCurlCommand } from "./curl-parse";
import { MethodField } from "./method-field";
import { SavedRequests } from "./saved-requests";
import { takeCurl } from "./take-curl";
import { mergeParams } from "./url-model";

interface BarProps {
  readonly workspace: Workspace;
  readonly info: FunctionInfo;
  readonly request: SavedRequest;
  readonly onChange: (change: Partial<SavedRequest>) => void;
}

/** Where the request goes, and the button that sends it. */
export function RequestBar({ workspace, info, request, onChange }: BarProps) {
  return (
    <div className="console-bar">
      {request.mode === "http" ? (
        <Address info={info} request={request} onChange={onChange} />
      ) : (
        <span className="console-event-target">
          Event to <span className="mono">{info.name}</span>
        </span>
      )}
      <SendButton workspace={workspace} info={info} />
    </div>
  );
}

/** How the function is called, and what keeps requests and brings them in and out. */
export function RequestTools({ info, request, onChange }: Omit<BarProps, "workspace">) {
  return (
    <div className="console-line">
      {(info.takesEvents !== null || request.mode === "event") && (
        <ModeSwitch mode={request.mode} onChange={onChange} />
      )}
      <SavedRequests info={info} request={request} />
      <CurlActions info={info} request={request} />
    </div>
  );
}

function Address({ info, request, onChange }: Omit<BarProps, "workspace">) {
  return (
    <>
      <MethodField
        method={request.method}
        onMethod={(method) => {
          onChange({ method });
        }}
      />
      <input
        className="field-input console-url mono"
        data-focus-first
        aria-label="URL"
        title={`Relative to ${info.url}`}
        placeholder={info.url}
        spellCheck={false}
        autoComplete="off"
        value={request.url}
        onChange={(event) => {
          const url = event.target.value;
          onChange({ url, query: mergeParams(url, request.query) });
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!isCurlCommand(text)) return;
          event.preventDefault();
          takeCurl(info, text);
        }}
      />
    </>
  );
}

function ModeSwitch({
  mode,
  onChange,
}: {
  readonly mode: SavedRequest["mode"];
  readonly onChange: (change: Partial<SavedRequest>) => void;
}) {
  return (
    <div className="console-modes" role="radiogroup" aria-label="What the function is called with">
      {(["http", "event"] as const).map((value) => (
        <label key={value} className="field-checkbox">
          <input
            type="radio"
            name="console-mode"
            checked={mode === value}
            onChange={() => {
              onChange({ mode: value });
            }}
          />
          {value === "http" ? "HTTP" : "Event"}
        </label>
      ))}
    </div>
  );
}

const SEND_KEY = shortcutText(COMMANDS["run.send"].shortcut);
const CANCEL_KEY = shortcutText(COMMANDS["run.cancel"].shortcut);
const SHOW_CANCEL_AFTER_MS = 150;

function SendButton({ workspace, info }: { readonly workspace: Workspace; readonly info: FunctionInfo }) {
  const queries = useQueryClient();
  const running = useCalls((calls) => calls.running);
  // A call is mostly over before anyone could read another word on the button.
  const elapsedMs = useElapsed(running?.startedAtMs ?? null);
  if (running !== null && elapsedMs >= SHOW_CANCEL_AFTER_MS) {
    return (
      <Button kind="danger" icon="debug-stop" shortcut={CANCEL_KEY} onClick={() => void cancelCall()}>
        Cancel <span className="console-elapsed">{formatDuration(elapsedMs * 1000)}</span>
      </Button>
    );
  }
  return (
    <Button kind="primary" icon="play" shortcut={SEND_KEY} onClick={() => void sendRequest(queries, workspace, info)}>
      Send
    </Button>
  );
}

const TICK_MS = 100;

/** Milliseconds since then, renewed while it is not null. */
function useElapsed(startedAtMs: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (startedAtMs === null) return;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [startedAtMs]);
  return startedAtMs === null ? 0 : Math.max(0, now - startedAtMs);
}
