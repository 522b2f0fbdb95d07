import { useState } from "react";
import type { FunctionInfo, SavedRequest } from "../../../preload/contract";
import { notify, useCommand } from "../../session";
import { Button, Dialog, IconButton } from "../../ui";
import { formatCurl } from "./curl-format";
import { parseCurl } from "./curl-parse";
import { TextArea } from "./json-editor";
import { curlOf } from "./request-model";
import { takeCurl } from "./take-curl";

/** A curl command in, and out. */
export function CurlActions({ info, request }: { readonly info: FunctionInfo; readonly request: SavedRequest }) {
  const [isPasting, setPasting] = useState(false);
  useCommand("run.paste-curl", () => {
    setPasting(true);
  });
  const copy = (): Promise<void> => copyCurl(info, request);
  useCommand("run.copy-curl", copy, request.mode === "http");
  return (
    <>
      <IconButton
        icon="terminal"
        label="Paste curl command"
        onClick={() => {
          setPasting(true);
        }}
      />
      <IconButton
        icon="copy"
        label="Copy request as curl"
        disabled={request.mode !== "http"}
        onClick={() => void copy()}
      />
      {isPasting && (
        <PasteDialog
          info={info}
          onClose={() => {
            setPasting(false);
          }}
        />
      )}
    </>
  );
}

async function copyCurl(info: FunctionInfo, request: SavedRequest): Promise<void> {
  await navigator.clipboard.writeText(formatCurl(await curlOf(request, info.url)));
  notify({ level: "info", message: "The request is in the clipboard as a curl command.", details: null });
}

function PasteDialog({ info, onClose }: { readonly info: FunctionInfo; readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const parsed = parseCurl(text);
  return (
    <Dialog
      title="Paste curl Command"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!parsed.ok}
            onClick={() => {
              if (takeCurl(info, text)) onClose();
            }}
          >
            Use This Request
          </Button>
        </>
      }
    >
      <TextArea label="curl command" value={text} onValue={setText} />
      <p className={parsed.ok || text.trim() === "" ? "field-hint" : "field-problem"} role="status">
        {text.trim() === ""
          ? "As a browser's “Copy as cURL” or a manual has it."
          : parsed.ok
            ? `${parsed.request.method} ${parsed.request.url}`
            : parsed.message}
      </p>
    </Dialog>
  );
}
