/** One model for each source of the workspace, open or not, so that the checker can follow imports between them. */
import type { FileEntry, FunctionInfo } from "../../../preload/contract";
import { api } from "../../bridge";
import { assemblyScriptFolders, languageOf, sourcesOf } from "./editor-model";
import { openDocumentAt } from "./editor-store";
import { isFile, modelAt, monaco, pathOf, uriOf } from "./monaco";

/** Sources that have a model without a tab. */
const known = new Set<string>();

/** Folders whose TypeScript is AssemblyScript. */
let assemblyScript: readonly string[] = [];

/** A project's settings decide what its sources are written in: those that are open follow. */
export function followFunctions(functions: readonly FunctionInfo[]): void {
  assemblyScript = assemblyScriptFolders(functions);
  for (const model of monaco.editor.getModels())
    if (isFile(model.uri)) monaco.editor.setModelLanguage(model, languageIn(pathOf(model.uri)));
}

/** The language of a file in this workspace. */
export function languageIn(path: string): string {
  return languageOf(path, assemblyScript);
}

/** The file's model with this text: made, or given it. */
export function putModel(path: string, text: string): monaco.editor.ITextModel {
  const model = modelAt(path);
  if (model === null) return monaco.editor.createModel(text, languageIn(path), uriOf(path));
  if (model.getValue() !== text) model.setValue(text);
  return model;
}

/** Replaces a model's text in a way that undo takes back, and touches only what differs. */
export function takeText(path: string, text: string): void {
  const model = modelAt(path);
  if (model === null) {
    putModel(path, text);
    return;
  }
  if (model.getValue() === text) return;
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
}

/** Makes the models match the workspace's sources. */
export async function followSources(files: readonly FileEntry[]): Promise<void> {
  const sources = new Set(sourcesOf(files));
  for (const path of known) if (!sources.has(path)) dropModel(path);
  await Promise.all([...sources].filter((path) => !known.has(path)).map(readSource));
}

/** Reads anew the sources among these that no tab shows. */
export async function rereadSources(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.filter((path) => known.has(path) && openDocumentAt(path) === null).map(readSource));
}

async function readSource(path: string): Promise<void> {
  known.add(path);
  if (openDocumentAt(path) !== null) return;
  const reply = await api.readFile(path);
  // Meanwhile it may have been opened, and even edited.
  if (openDocumentAt(path) !== null || !known.has(path)) return;
  if (reply.ok) putModel(path, reply.value.text);
  else dropModel(path);
}

function dropModel(path: string): void {
  known.delete(path);
  if (openDocumentAt(path) === null) modelAt(path)?.dispose();
}

/** A tab was closed without saving: the checker sees the saved text again. */
export async function forgetSource(path: string): Promise<void> {
  if (known.has(path)) await readSource(path);
  else modelAt(path)?.dispose();
}

/** Another folder is open. */
export function dropAllModels(): void {
  known.clear();
  for (const model of monaco.editor.getModels()) if (isFile(model.uri)) model.dispose();
}
