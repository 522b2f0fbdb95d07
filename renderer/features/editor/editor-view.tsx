import { useEffect, useId, useRef, useState } from "react";
import { useSettings, useWorkspace } from "../../bridge";
import { runCommand } from "../../session";
import { Button, EmptyState, ErrorState, shortcutText } from "../../ui";
import { COMMANDS } from "../../../preload/contract";
import { CloseDialog } from "./close-dialog";
import { CompareView } from "./compare-view";
import { DiskBar } from "./disk-bar";
import { close, open, requestClose } from "./documents";
import { EditorTabs } from "./editor-tabs";
import type { OpenDocument } from "./editor-model";
import { documentAt, isModule } from "./editor-model";
import { startEditorSession } from "./editor-session";
import { useEditor } from "./editor-store";
import { ModuleInspector } from "./inspector/module-inspector";
import type { monaco } from "./monaco";
import { reveal, TextEditor } from "./text-editor";
import { useEditorCommands } from "./use-editor-commands";
import "./editor.css";

const FONT_SIZE = 13;

export function EditorView() {
  const { documents, activePath, closing, compared, place } = useEditor();
  const { data: settings } = useSettings();
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const tabs = useRef<HTMLDivElement>(null);
  const panelId = useId();
  const active = documentAt({ documents, activePath }, activePath);
  const format = settings?.formatOnSave ?? false;
  const fontSize = settings?.editorFontSize ?? FONT_SIZE;
  useEffect(startEditorSession, []);
  useEffect(() => {
    useEditor.setState({ formatOnSave: format });
  }, [format]);
  useEffect(() => {
    if (place === null || editor === null || place.path !== activePath) return;
    if (place.line > 0) reveal(editor, place.line, place.column);
    editor.focus();
    useEditor.setState({ place: null });
  }, [place, editor, activePath]);
  useEditorCommands(active, editor, format);
  const closeTab = (path: string): void => {
    requestClose(path);
    // The focus stays on the tabs, so that one Delete after the other closes them.
    requestAnimationFrame(() => tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  if (active === null) return <NothingOpen />;
  return (
    <div className="editor">
      <EditorTabs
        documents={documents}
        activePath={activePath}
        panelId={panelId}
        list={tabs}
        onActive={(path) => void open(path)}
        onClose={closeTab}
        onEnter={() => editor?.focus()}
      />
      <div role="tabpanel" id={panelId} aria-label={active.path} className="editor-panel">
        {compared?.path === active.path ? (
          <CompareView path={compared.path} diskText={compared.diskText} fontSize={fontSize} />
        ) : (
          <>
            <DiskBar document={active} />
            <Content document={active} fontSize={fontSize} onEditor={setEditor} />
          </>
        )}
      </div>
      {closing !== null && <CloseDialog path={closing} format={format} />}
    </div>
  );
}

function Content({
  document: { path, failure, readOnly },
  fontSize,
  onEditor,
}: {
  readonly document: OpenDocument;
  readonly fontSize: number;
  readonly onEditor: (editor: monaco.editor.IStandaloneCodeEditor | null) => void;
}) {
  if (isModule(path)) return <ModuleInspector key={path} path={path} fontSize={fontSize} />;
  if (failure === null) return <TextEditor path={path} readOnly={readOnly} fontSize={fontSize} onEditor={onEditor} />;
  const closeIt = (
    <Button
      onClick={() => {
        close(path);
      }}
    >
      Close
    </Button>
  );
  return <ErrorState message={failure.message} details={failure.details} action={closeIt} />;
}

/** What to do where no file is open. */
function NothingOpen() {
  const { data: workspace } = useWorkspace();
  const hasFunctions = (workspace?.functions.length ?? 0) > 0;
  const action = (
    <div className="editor-actions">
      {hasFunctions && <CommandButton id="file.go-to-function" />}
      <CommandButton id="file.new-function" />
      <CommandButton id="file.open-folder" />
    </div>
  );
  return (
    <EmptyState title="No file is open" action={action}>
      {hasFunctions ? "Pick a function in the explorer, or start a new one." : "Start a function from an example."}
    </EmptyState>
  );
}

function CommandButton({ id }: { readonly id: "file.go-to-function" | "file.new-function" | "file.open-folder" }) {
  const { title, shortcut } = COMMANDS[id];
  return (
    <Button shortcut={shortcutText(shortcut) ?? ""} onClick={() => runCommand(id)}>
      {title}
    </Button>
  );
}
