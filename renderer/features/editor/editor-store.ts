import { create } from "zustand";
import type { Place } from "../../session";
import { useEditing } from "../../session";
import type { EditorState, OpenDocument } from "./editor-model";
import { changeDocument, documentAt, NOTHING_OPEN } from "./editor-model";

interface Asked {
  /** What a dialog asks about closing; null: no dialog. */
  readonly closing: string | null;
  /** The file whose two texts are shown side by side; null: none. `diskText`: as it is on disk. */
  readonly compared: { readonly path: string; readonly diskText: string } | null;
  /** Where the text is to be shown once its tab is in front. */
  readonly place: (Place & { readonly sequence: number }) | null;
  /** The setting, for those who save without the panel. */
  readonly formatOnSave: boolean;
}

/** The open tabs. Their texts are in Monaco's models; this outlives the panel, which docking takes down and puts up again. */
export const useEditor = create<EditorState & Asked>(() => ({
  ...NOTHING_OPEN,
  closing: null,
  compared: null,
  place: null,
  formatOnSave: false,
}));

export function editorState(): EditorState {
  return useEditor.getState();
}

export function setEditorState(state: EditorState): void {
  useEditor.setState({ documents: state.documents, activePath: state.activePath });
  useEditing.setState({
    activePath: state.activePath,
    unsavedPaths: state.documents.filter(({ unsaved }) => unsaved).map(({ path }) => path),
  });
}

export function openDocumentAt(path: string | null): OpenDocument | null {
  return documentAt(editorState(), path);
}

export function changeOpenDocument(path: string, change: Partial<Omit<OpenDocument, "path">>): void {
  setEditorState(changeDocument(editorState(), path, change));
}
