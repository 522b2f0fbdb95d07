import type { FunctionInfo } from "../../../preload/contract";
import type { Failure } from "../../../runtime/model";
import { FAILURE_CODES } from "../../../runtime/model";
import { openPlace } from "../../session";
import { Button } from "../../ui";
import type { StackLine } from "./stack-model";
import { parseStack, workspacePath } from "./stack-model";

/** A failure with its mapped stack; frames in the workspace lead to their place. `info` null: the function is not open here. */
export function ErrorView({ error, info }: { readonly error: Failure; readonly info: FunctionInfo | null }) {
  const { code, message, stack } = error;
  return (
    <div className="console-error">
      <div className="console-error-head">
        <div>
          <code>{code}</code>
          <p className="console-error-message">{message}</p>
          <p className="console-quiet">{FAILURE_CODES[code]}</p>
        </div>
        <Button
          kind="quiet"
          icon="copy"
          onClick={() => {
            void navigator.clipboard.writeText(
              [`${code}: ${message}`, stack].filter((part) => part !== null).join("\n"),
            );
          }}
        >
          Copy
        </Button>
      </div>
      {stack !== null && stack.trim() !== "" && (
        <div className="console-stack mono" role="group" aria-label="Stack">
          {parseStack(stack).map((line, index) => (
            // Lines have no identity but their place.
            <div key={index}>
              <Line line={line} info={info} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function Line({ line, info }: { readonly line: StackLine; readonly info: FunctionInfo | null }) {
  const { before, frame, after } = line;
  const path = frame === null || info === null ? null : workspacePath(info, frame.file);
  if (frame === null || path === null) return <>{`${before}${frame?.text ?? ""}${after}`}</>;
  return (
    <>
      {before}
      <button
        type="button"
        className="console-link mono"
        onClick={() => {
          openPlace(path, frame.line, frame.column);
        }}
      >
        {frame.text}
      </button>
      {after}
    </>
  );
}
