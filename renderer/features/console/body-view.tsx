import { useEffect, useMemo, useState } from "react";
import type { Outcome, RecordedResponse } from "../../../runtime/model";
import { api } from "../../bridge";
import { notify, notifyFailure } from "../../session";
import { Button, formatBytes, IconButton, Select } from "../../ui";
import { headerOf } from "./call-model";
import { mediaType } from "./content-type";
import { HexView } from "./hex-view";
import { JsonView } from "./json-view";
import type { DecodedText, View } from "./view-model";
import { decodeText, previewDocument, viewsOf } from "./view-model";

const LABELS: Readonly<Record<View, string>> = {
  json: "JSON",
  text: "Text",
  image: "Image",
  html: "Preview",
  hex: "Hex",
};

/** How the body is looked at. A choice holds as long as it fits what comes back. */
export interface BodyViewState {
  readonly view: View;
  readonly views: readonly View[];
  readonly onView: (view: View) => void;
  readonly contentType: string;
  readonly bytes: Uint8Array | null;
  readonly decoded: DecodedText | null;
}

const NO_VIEWS: readonly View[] = ["text"];

export function useBodyView(response: RecordedResponse | null): BodyViewState {
  const contentType = headerOf(response, "content-type");
  const bytes = response?.body.content ?? null;
  const type = mediaType(contentType);
  const [chosen, setChosen] = useState<{ readonly type: string; readonly view: View } | null>(null);
  const views = useMemo(() => (bytes === null ? NO_VIEWS : viewsOf(contentType, bytes)), [contentType, bytes]);
  const kept = chosen !== null && chosen.type === type && views.includes(chosen.view) ? chosen.view : undefined;
  const view = kept ?? views[0] ?? "text";
  const needsText = view === "json" || view === "text" || view === "html";
  const decoded = useMemo(
    () => (bytes === null || !needsText ? null : decodeText(contentType, bytes)),
    [contentType, bytes, needsText],
  );
  const onView = (next: View): void => {
    setChosen({ type, view: next });
  };
  return { view, views, onView, contentType, bytes, decoded };
}

export function BodyActions({ invocationId, view }: { readonly invocationId: string; readonly view: BodyViewState }) {
  return (
    <>
      <Select
        label="View of the body"
        hideLabel
        options={view.views.map((value) => ({ value, label: LABELS[value] }))}
        value={view.view}
        onValue={view.onView}
      />
      <IconButton icon="copy" label="Copy body" disabled={view.bytes === null} onClick={() => void copyBody(view)} />
      <IconButton
        icon="save"
        label="Save body…"
        onClick={() => {
          void saveBody(invocationId);
        }}
      />
    </>
  );
}

async function copyBody({ bytes, contentType }: BodyViewState): Promise<void> {
  if (bytes === null) return;
  await navigator.clipboard.writeText(decodeText(contentType, bytes).text);
  notify({ level: "info", message: "The body is in the clipboard as text.", details: null });
}

async function saveBody(invocationId: string): Promise<void> {
  const reply = await api.saveResponse(invocationId);
  if (!reply.ok) notifyFailure(reply.error);
  else if (reply.value !== null) notify({ level: "info", message: `The body is saved: ${reply.value}`, details: null });
}

export function BodyView({
  response,
  view,
  outcome,
}: {
  readonly response: RecordedResponse | null;
  readonly view: BodyViewState;
  readonly outcome: Outcome;
}) {
  if (response === null) {
    return <p className="console-quiet console-padded">No response came: the call ended “{outcome}”.</p>;
  }
  const { bytes, decoded, contentType } = view;
  if (bytes === null) {
    const size = formatBytes(response.body.bytes);
    return <p className="console-quiet console-padded">The body of {size} was too long to be kept.</p>;
  }
  if (bytes.length === 0) return <p className="console-quiet console-padded">The body is empty.</p>;
  if (view.view === "hex") return <HexView bytes={bytes} />;
  if (view.view === "image") return <ImageView bytes={bytes} type={mediaType(contentType)} />;
  if (decoded === null) return null;
  return (
    <>
      {decoded.problem !== null && <p className="console-warning">{decoded.problem}</p>}
      {view.view === "html" ? (
        <HtmlView html={decoded.text} />
      ) : view.view === "json" ? (
        <JsonView text={decoded.text} fallback={<TextView text={decoded.text} />} />
      ) : (
        <TextView text={decoded.text} />
      )}
    </>
  );
}

/** The page stays quick with this many characters in it. */
const MOST_CHARACTERS = 200_000;

function TextView({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState<string | null>(null);
  const isCut = text.length > MOST_CHARACTERS && whole !== text;
  return (
    <div className="console-plain" tabIndex={0} role="region" aria-label="Body">
      <pre>{isCut ? text.slice(0, MOST_CHARACTERS) : text}</pre>
      {isCut && (
        <div className="console-line">
          <span className="console-quiet">
            {MOST_CHARACTERS.toLocaleString("en")} of {text.length.toLocaleString("en")} characters
          </span>
          <Button
            onClick={() => {
              setWhole(text);
            }}
          >
            Show All
          </Button>
        </div>
      )}
    </div>
  );
}

function ImageView({ bytes, type }: { readonly bytes: Uint8Array; readonly type: string }) {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [size, setSize] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
    setUrl(made);
    setProblem(null);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [bytes, type]);
  if (problem !== null) return <p className="console-warning">{problem}</p>;
  if (url === null) return null;
  return (
    <figure className="console-image">
      <img
        src={url}
        alt={`The body, ${type}`}
        onLoad={(event) => {
          const { naturalWidth, naturalHeight } = event.currentTarget;
          setSize(`${naturalWidth} × ${naturalHeight}`);
        }}
        onError={() => {
          setProblem(`The body says it is ${type}, but it can't be read as an image: see Hex.`);
        }}
      />
      <figcaption className="console-quiet">{size}</figcaption>
    </figure>
  );
}

/** Without scripts, without this page's origin, without the network. */
function HtmlView({ html }: { readonly html: string }) {
  return <iframe className="console-preview" title="Preview of the body" sandbox="" srcDoc={previewDocument(html)} />;
}
