/** What can be done with the open documents: open, save, revert, close, and follow the files on disk. */
import type { ApiError, Draft, FileContent } from "../../../preload/contract";
import { api } from "../../bridge";
import { notify, notifyFailure } from "../../session";
import { discardDraft, keepDraftSoon } from "./drafts";
import type { OpenDocument } from "./editor-model";
import {
  afterReading,
  closeDocument,
  isDeclaration,
  isModule,
  namesOf,
  openDocument,
  renamedPath,
  renameDocuments,
} from "./editor-model";
import { changeOpenDocument, editorState, openDocumentAt, setEditorState, useEditor } from "./editor-store";
import { formatInTime } from "./format";
import { modelAt } from "./monaco";
import { forgetSource, putModel, takeText } from "./sources";

/** The version of a model's text that is on disk, by path. */
const savedVersions = new Map<string, number>();
/** Files whose own write is under way: what the disk says meanwhile is no news. */
const saving = new Set<string>();

/** Opens a file's tab, or brings it to the front. */
export async function open(path: string): Promise<void> {
  if (openDocumentAt(path) !== null) {
    setEditorState({ ...editorState(), activePath: path });
    return;
  }
  if (isDeclaration(path)) {
    setEditorState(openDocument(editorState(), { ...documentOf(path, null), readOnly: true }));
    return;
  }
  if (isModule(path)) {
    show({ ...documentOf(path, null), readOnly: true });
    return;
  }
  const reply = await api.readFile(path);
  if (openDocumentAt(path) !== null) return;
  if (!reply.ok) {
    show({ ...documentOf(path, null), failure: reply.error });
    return;
  }
  show(documentOf(path, reply.value.hash), reply.value.text);
}

function documentOf(path: string, basedOn: string | null): OpenDocument {
  return { path, basedOn, unsaved: false, disk: "same", readOnly: false, failure: null };
}

function show(document: OpenDocument, text?: string): void {
  if (text !== undefined) follow(document.path, text);
  setEditorState(openDocument(editorState(), document));
}

/** Makes the model hold the saved text, and watches what becomes of it. */
function follow(path: string, savedText: string): void {
  const model = putModel(path, savedText);
  savedVersions.set(path, model.getAlternativeVersionId());
}

/** To be called after each change of a model's text. */
export function noteChange(path: string): void {
  const document = openDocumentAt(path);
  const model = modelAt(path);
  if (document === null || model === null || document.readOnly) return;
  const unsaved = savedVersions.get(path) !== model.getAlternativeVersionId();
  if (unsaved !== document.unsaved) changeOpenDocument(path, { unsaved });
  if (unsaved) keepDraftSoon(path, document.basedOn, () => model.getValue());
  else discardDraft(path);
}

/** Puts back the unsaved text of the last window. False where there was none. */
export async function restoreDrafts(): Promise<boolean> {
  const reply = await api.drafts();
  if (!reply.ok) {
    notifyFailure(reply.error);
    return false;
  }
  for (const draft of reply.value) await restoreDraft(draft);
  if (reply.value.length === 0) return false;
  const names = namesOf(reply.value.map(({ path }) => path));
  notify({ level: "info", message: `Unsaved changes to ${names} are back: save or revert them.`, details: null });
  return true;
}

async function restoreDraft({ path, text, basedOn }: Draft): Promise<void> {
  const reply = await api.readFile(path);
  const onDisk = reply.ok ? reply.value : null;
  if (onDisk?.text === text) {
    discardDraft(path);
    return;
  }
  show({ ...documentOf(path, basedOn), disk: diskOf(onDisk, basedOn) }, onDisk?.text ?? "");
  takeText(path, text);
  // A file that is gone and an empty draft are the same text, and yet not saved.
  savedVersions.set(path, onDisk === null ? -1 : (savedVersions.get(path) ?? -1));
  noteChange(path);
}

function diskOf(onDisk: FileContent | null, basedOn: string | null): OpenDocument["disk"] {
  if (onDisk === null) return basedOn === null ? "same" : "deleted";
  return onDisk.hash === basedOn ? "same" : "changed";
}

/** False where it could not be saved: the user was told why. */
export async function save(path: string, options: { format: boolean }): Promise<boolean> {
  const model = modelAt(path);
  const document = openDocumentAt(path);
  if (model === null || document === null || document.readOnly || document.failure !== null) return false;
  if (options.format) await formatInTime(model);
  const version = model.getAlternativeVersionId();
  saving.add(path);
  const basedOn = document.disk === "deleted" ? null : document.basedOn;
  const reply = await api.writeFile({ path, text: model.getValue(), basedOn });
  saving.delete(path);
  if (!reply.ok) return await saveFailed(path, reply.error);
  savedVersions.set(path, version);
  changeOpenDocument(path, { basedOn: reply.value.hash, disk: "same" });
  discardDraft(path);
  noteChange(path);
  return true;
}

async function saveFailed(path: string, error: ApiError): Promise<boolean> {
  if (error.code === "conflict" || error.code === "already-exists") {
    changeOpenDocument(path, { disk: "changed" });
    setEditorState({ ...editorState(), activePath: path });
  } else if (error.code === "not-found") {
    changeOpenDocument(path, { disk: "deleted" });
  }
  notifyFailure(error);
  return Promise.resolve(false);
}

/** Saves every unsaved file; false when one could not be. */
export async function saveAll(options: { format: boolean }): Promise<boolean> {
  let all = true;
  for (const { path, unsaved } of editorState().documents) {
    if (unsaved && !(await save(path, options))) all = false;
  }
  return all;
}

/** Takes the file as it is on disk. What was unsaved can be had back with undo. */
export async function revert(path: string): Promise<void> {
  const reply = await api.readFile(path);
  if (!reply.ok) {
    notifyFailure(reply.error);
    return;
  }
  take(path, reply.value);
}

function take(path: string, { text, hash }: FileContent): void {
  takeText(path, text);
  const model = modelAt(path);
  if (model !== null) savedVersions.set(path, model.getAlternativeVersionId());
  changeOpenDocument(path, { basedOn: hash, disk: "same", unsaved: false, failure: null });
  discardDraft(path);
}

/** Keeps the editor's text: the next save overwrites the file as it is on disk now. */
export async function keepMine(path: string): Promise<void> {
  const reply = await api.readFile(path);
  const basedOn = reply.ok ? reply.value.hash : null;
  savedVersions.set(path, -1);
  changeOpenDocument(path, { basedOn, disk: "same", unsaved: true });
  noteChange(path);
}

/** Shows the editor's text beside the disk's. */
export async function compare(path: string): Promise<void> {
  const reply = await api.readFile(path);
  if (reply.ok) useEditor.setState({ compared: { path, diskText: reply.value.text } });
  else notifyFailure(reply.error);
}

/** Asks first where something would be lost. */
export function requestClose(path: string): void {
  if (openDocumentAt(path)?.unsaved === true) useEditor.setState({ closing: path });
  else close(path);
}

/** Closes a tab; unsaved text is given up. */
export function close(path: string): void {
  const document = openDocumentAt(path);
  if (document === null) return;
  setEditorState(closeDocument(editorState(), path));
  if (document.unsaved) {
    discardDraft(path);
    void forgetSource(path);
  }
  savedVersions.delete(path);
}

/** A file or a folder got another name, or went (`to` null): its tabs follow, with what is unsaved. */
export function followMove(from: string, to: string | null): void {
  for (const document of editorState().documents) {
    const path = to === null ? document.path : renamedPath(document.path, from, to);
    const isInside = document.path === from || document.path.startsWith(`${from}/`);
    if (!isInside) continue;
    if (to === null) {
      if (document.unsaved) changeOpenDocument(path, { disk: "deleted" });
      else close(path);
      continue;
    }
    if (isModule(document.path)) {
      setEditorState(renameDocuments(editorState(), document.path, path));
      continue;
    }
    const text = modelAt(document.path)?.getValue() ?? "";
    follow(path, text);
    if (document.unsaved) savedVersions.set(path, -1);
    savedVersions.delete(document.path);
    discardDraft(document.path);
    changeOpenDocument(document.path, { disk: "same" });
    setEditorState(renameDocuments(editorState(), document.path, path));
    modelAt(document.path)?.dispose();
    noteChange(path);
  }
}

/** Looks at the files that changed on disk. */
export async function followDisk(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const document = openDocumentAt(path);
    if (document === null || document.readOnly || saving.has(path)) continue;
    const reply = await api.readFile(path);
    const now = openDocumentAt(path);
    if (now === null || saving.has(path)) continue;
    if (!reply.ok && reply.error.code !== "not-found") {
      changeOpenDocument(path, { failure: reply.error });
      continue;
    }
    const verdict = afterReading(now, reply.ok ? reply.value.hash : null);
    if (verdict === "take" && reply.ok) take(path, reply.value);
    else if (verdict === "ask") changeOpenDocument(path, { disk: "changed" });
    else if (verdict === "gone") changeOpenDocument(path, { disk: "deleted" });
    else if (now.disk !== "same") changeOpenDocument(path, { disk: "same" });
  }
}
