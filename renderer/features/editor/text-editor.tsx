import { useEffect, useRef } from "react";
import { useEditing } from "../../session";
import { editorOptions } from "../../ui/monaco/editor-options";
import { noteChange } from "./documents";
import { modelAt, monaco } from "./monaco";

/** Where each file was scrolled to, and its cursor: the panel comes and goes. */
const viewStates = new Map<string, monaco.editor.ICodeEditorViewState | null>();

interface TextEditorProps {
  readonly path: string;
  readonly readOnly: boolean;
  readonly fontSize: number;
  readonly onEditor: (editor: monaco.editor.IStandaloneCodeEditor | null) => void;
}

/** Monaco for the file in front. One instance for all tabs: it changes models. */
export function TextEditor({ path, readOnly, fontSize, onEditor }: TextEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  useEffect(() => {
    if (host.current === null) return;
    const created = createEditor(host.current);
    editor.current = created;
    onEditor(created);
    return () => {
      rememberView(created);
      created.dispose();
      editor.current = null;
      onEditor(null);
    };
  }, [onEditor]);
  useEffect(() => {
    const current = editor.current;
    const model = modelAt(path);
    if (current === null || model === null) return;
    rememberView(current);
    current.setModel(model);
    const view = viewStates.get(path);
    if (view != null) current.restoreViewState(view);
    const change = model.onDidChangeContent(() => {
      noteChange(path);
    });
    noteCursor(current);
    return () => {
      change.dispose();
      if (current.getModel() === model) viewStates.set(path, current.saveViewState());
    };
  }, [path]);
  useEffect(() => {
    editor.current?.updateOptions({ readOnly, fontSize });
  }, [readOnly, fontSize, path]);
  return <div ref={host} className="editor-text" />;
}

function createEditor(host: HTMLElement): monaco.editor.IStandaloneCodeEditor {
  const editor = monaco.editor.create(host, {
    ...editorOptions(),
    model: null,
    readOnlyMessage: { value: "Declarations of a package can be read here, not changed." },
    accessibilitySupport: "auto",
  });
  editor.onDidChangeCursorPosition(() => {
    noteCursor(editor);
  });
  return editor;
}

function rememberView(editor: monaco.editor.IStandaloneCodeEditor): void {
  const model = editor.getModel();
  if (model !== null) viewStates.set(model.uri.path.slice(1), editor.saveViewState());
}

function noteCursor(editor: monaco.editor.IStandaloneCodeEditor): void {
  const position = editor.getPosition();
  useEditing.setState({ cursor: position === null ? null : { line: position.lineNumber, column: position.column } });
}

/** Goes to a place once its file is in front. */
export function reveal(editor: monaco.editor.IStandaloneCodeEditor, line: number, column: number): void {
  const position = { lineNumber: line, column };
  editor.setPosition(position);
  editor.revealPositionInCenterIfOutsideViewport(position);
}
