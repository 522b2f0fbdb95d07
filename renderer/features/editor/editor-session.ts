/** What goes on from the first showing of the editor to the window's end, whether docking shows the panel or not. */
import type { Workspace } from "../../../preload/contract";
import { api, newWorkId } from "../../bridge";
import { setUpMonaco } from "../../ui/monaco/set-up";
import { notifyFailure, openPlace, selectFunction, useCalls, useEditing, useSelection } from "../../session";
import { setUpAssemblyScript } from "./assemblyscript-setup";
import { followBuildProblems } from "./build-problems";
import { followDiagnostics } from "./diagnostics";
import { followDisk, followMove, open, restoreDrafts, saveAll } from "./documents";
import { flushDrafts, forgetDrafts } from "./drafts";
import { functionOf, isDeclaration, NOTHING_OPEN } from "./editor-model";
import { editorState, setEditorState, useEditor } from "./editor-store";
import { setUpGrammars } from "./grammars";
import { monaco, pathOf } from "./monaco";
import { dropAllModels, followFunctions, followSources, rereadSources } from "./sources";
import { openTabsOf, rememberTabs } from "./tab-memory";
import { noteConfigs } from "./tsconfig";
import { configureFor, forgetTypes, loadTypesOf, setUpTypeScript } from "./typescript-setup";
import { followUnsaved } from "./unsaved-check";

let workspace: Workspace | null = null;
let endBuildProblems: () => void = () => undefined;
let hasStarted = false;

/** Starts it once; later calls do nothing. */
export function startEditorSession(): void {
  if (hasStarted) return;
  hasStarted = true;
  setUpTypeScript();
  setUpAssemblyScript();
  setUpGrammars();
  setUpMonaco();
  followDiagnostics();
  followUnsaved(() => workspace?.functions ?? []);
  monaco.editor.registerEditorOpener({ openCodeEditor: openDefinition });
  useEditing.setState({ saveAll: () => saveAll({ format: useEditor.getState().formatOnSave }) });
  useEditing.subscribe((now, before) => {
    if (now.wanted !== before.wanted) void showWanted();
    if (now.moved !== before.moved && now.moved !== null) followMove(now.moved.from, now.moved.to);
  });
  useEditor.subscribe((now, before) => {
    if (now.activePath !== before.activePath || now.documents.length !== before.documents.length) noteActive();
  });
  api.onWorkspace((next) => void followWorkspace(next));
  api.onFilesChanged(({ paths }) => void followFiles(paths));
  window.addEventListener("blur", () => void flushDrafts());
  window.addEventListener("pagehide", () => void flushDrafts());
  void begin();
}

async function begin(): Promise<void> {
  const reply = await api.workspace();
  if (reply.ok) await followWorkspace(reply.value);
  else if (reply.error.code !== "no-workspace") notifyFailure(reply.error);
}

async function followWorkspace(next: Workspace): Promise<void> {
  const isOther = next.folder !== workspace?.folder;
  workspace = next;
  followFunctions(next.functions);
  if (!isOther) {
    noteActive();
    await readSources();
    return;
  }
  setEditorState(NOTHING_OPEN);
  useEditor.setState({ closing: null, compared: null });
  forgetDrafts();
  forgetTypes();
  dropAllModels();
  endBuildProblems();
  useCalls.setState({ buildProblems: [] });
  endBuildProblems = followBuildProblems(next.folder);
  await openFirst(next);
  await readSources();
}

/**
 * The tabs of the last time, and unsaved text in front: it is what the user has to decide about. Otherwise a function, so that nobody
 * faces an empty editor. The window asks for the first function at its start; that is less than what was open before.
 */
async function openFirst({ folder, functions }: Workspace): Promise<void> {
  const { paths, activePath } = openTabsOf(folder);
  for (const path of paths) await open(path);
  const hasDrafts = await restoreDrafts();
  if (!hasDrafts && activePath !== null && paths.includes(activePath)) await open(activePath);
  const isEmpty = editorState().documents.length === 0;
  const { wanted } = useEditing.getState();
  if (wanted !== null && (isEmpty || wanted.path !== functions[0]?.entryFile)) await showWanted();
  else if (isEmpty && functions[0] !== undefined) await open(functions[0].entryFile);
}

async function readSources(): Promise<void> {
  const reply = await api.listFiles();
  if (!reply.ok) return;
  noteConfigs(reply.value);
  await Promise.all([configure(), followSources(reply.value)]);
}

async function followFiles(paths: readonly string[]): Promise<void> {
  await followDisk(paths);
  await rereadSources(paths);
  await readSources();
  await rebuild();
  if (paths.some((path) => /(^|\/)(package|package-lock)\.json$/.test(path))) {
    forgetTypes();
    noteActive();
  }
}

/**
 * A file was saved, and the build failed before, or the language has no checker but its compiler: the list of problems says what is true
 * now.
 */
async function rebuild(): Promise<void> {
  const { functionPath } = useSelection.getState();
  const { buildProblems } = useCalls.getState();
  if (functionPath === null) return;
  const language = workspace?.functions.find(({ path }) => path === functionPath)?.language ?? "javascript";
  if (buildProblems.length === 0 && language === "javascript") return;
  const reply = await api.build({ id: newWorkId(), path: functionPath });
  if (!reply.ok || useCalls.getState().buildProblems !== buildProblems) return;
  useCalls.setState({ buildProblems: reply.value.ok ? reply.value.warnings : reply.value.problems });
}

async function showWanted(): Promise<void> {
  const { wanted } = useEditing.getState();
  if (wanted === null || workspace === null) return;
  await open(wanted.path);
  useEditor.setState({ place: wanted });
}

/** What go to definition showed of a package is no part of what is checked. */
async function configure(): Promise<void> {
  const { activePath } = editorState();
  if (activePath !== null && !isDeclaration(activePath)) await configureFor(activePath);
}

/** The function of the file in front is the one that the console calls. */
function noteActive(): void {
  const { activePath, documents } = editorState();
  if (workspace === null) return;
  rememberTabs(workspace.folder, documents, activePath);
  if (activePath === null) return;
  void configure();
  const owner = functionOf(workspace.functions, activePath);
  if (owner === null) return;
  if (useSelection.getState().functionPath !== owner.path) selectFunction(owner.path);
  void loadTypesOf(owner.path, owner.entryFile);
}

function openDefinition(
  _source: monaco.editor.ICodeEditor,
  resource: monaco.Uri,
  target?: monaco.IRange | monaco.IPosition,
): boolean {
  const line = target === undefined ? 1 : "lineNumber" in target ? target.lineNumber : target.startLineNumber;
  const column = target === undefined ? 1 : "column" in target ? target.column : target.startColumn;
  openPlace(pathOf(resource), line, column);
  return true;
}
