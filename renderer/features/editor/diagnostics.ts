/** Asks the checker about all sources after each change: one file's edit can break another. */
import type { Problem } from "../../session";
import { setProblems } from "../../session";
import { checkerFor } from "./checker";
import { ASSEMBLYSCRIPT, documentAt, isDeclaration, isJsonWithCommas } from "./editor-model";
import { editorState } from "./editor-store";
import { typescriptDefaults } from "../../ui/monaco/monaco";
import { isFile, monaco, pathOf } from "./monaco";
import { isCheckedNow } from "./tsconfig";

const SOON_MS = 250;
const OWNER = "typescript";
/** Owners whose markers come from a checker; "build" markers are of the build. */
const CHECKERS = new Set([OWNER, "json", "css", "html"]);

type Message = string | { readonly messageText: string; readonly next?: readonly Message[] };

interface Diagnostic {
  readonly category: 0 | 1 | 2 | 3;
  readonly code: number;
  readonly start?: number | undefined;
  readonly length?: number | undefined;
  readonly messageText: Message;
  readonly reportsUnnecessary?: object;
  readonly reportsDeprecated?: object;
}

/** Keeps markers and the list of problems in step with the texts. Returns what ends it. */
export function followDiagnostics(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  const soon = (): void => {
    clearTimeout(timer);
    round += 1;
    const current = round;
    timer = setTimeout(() => void checkAll(() => current === round), SOON_MS);
  };
  const listeners = new Map<monaco.editor.ITextModel, monaco.IDisposable>();
  const watch = (model: monaco.editor.ITextModel): void => {
    listeners.set(model, model.onDidChangeContent(soon));
    soon();
  };
  for (const model of monaco.editor.getModels()) watch(model);
  const subscriptions = [
    monaco.editor.onDidCreateModel(watch),
    monaco.editor.onWillDisposeModel((model) => {
      listeners.get(model)?.dispose();
      listeners.delete(model);
      soon();
    }),
    typescriptDefaults.onDidExtraLibsChange(soon),
    // Other compiler options.
    typescriptDefaults.onDidChange(soon),
    monaco.editor.onDidChangeMarkers((resources) => {
      for (const resource of resources) allowTrailingCommas(resource);
      listProblems();
    }),
  ];
  return () => {
    clearTimeout(timer);
    round += 1;
    for (const subscription of [...subscriptions, ...listeners.values()]) subscription.dispose();
  };
}

/** The file in front first; stops where the texts changed meanwhile. */
async function checkAll(isCurrent: () => boolean): Promise<void> {
  const models = monaco.editor.getModels().filter(isChecked);
  if (models.length === 0) return;
  const { activePath } = editorState();
  models.sort((one, other) => Number(pathOf(other.uri) === activePath) - Number(pathOf(one.uri) === activePath));
  const uris = monaco.editor.getModels().flatMap((model) => (isOfChecker(model) ? model.uri : []));
  const worker = await checkerFor(uris);
  for (const model of models) {
    if (!isCurrent() || model.isDisposed()) return;
    const name = model.uri.toString();
    const found = await Promise.all([
      worker.getSyntacticDiagnostics(name),
      worker.getSemanticDiagnostics(name),
      worker.getSuggestionDiagnostics(name),
    ]);
    if (!isCurrent() || model.isDisposed()) return;
    monaco.editor.setModelMarkers(
      model,
      OWNER,
      found.flat().map((one) => markerOf(model, one as Diagnostic)),
    );
  }
}

/** AssemblyScript is TypeScript by its endings, and is none: its compiler checks it. */
function isOfChecker(model: monaco.editor.ITextModel): boolean {
  return isFile(model.uri) && model.getLanguageId() !== ASSEMBLYSCRIPT;
}

/** The workspace's own sources, not what go to definition showed of a package; where another tsconfig.json holds, what was found stays. */
function isChecked(model: monaco.editor.ITextModel): boolean {
  if (model.getLanguageId() !== "typescript" || !isFile(model.uri)) return false;
  const path = pathOf(model.uri);
  return !isDeclaration(path) && isCheckedNow(path);
}

function markerOf(model: monaco.editor.ITextModel, diagnostic: Diagnostic): monaco.editor.IMarkerData {
  const start = model.getPositionAt(diagnostic.start ?? 0);
  const end = model.getPositionAt((diagnostic.start ?? 0) + (diagnostic.length ?? 1));
  const tags = [
    ...(diagnostic.reportsUnnecessary === undefined ? [] : [monaco.MarkerTag.Unnecessary]),
    ...(diagnostic.reportsDeprecated === undefined ? [] : [monaco.MarkerTag.Deprecated]),
  ];
  return {
    severity: severityOf(diagnostic.category),
    message: forSandbox(textOf(diagnostic.messageText)),
    code: String(diagnostic.code),
    source: "ts",
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
    tags,
  };
}

function severityOf(category: Diagnostic["category"]): monaco.MarkerSeverity {
  if (category === 1) return monaco.MarkerSeverity.Error;
  if (category === 0) return monaco.MarkerSeverity.Warning;
  return category === 2 ? monaco.MarkerSeverity.Hint : monaco.MarkerSeverity.Info;
}

/** TypeScript advises a browser's or Node's types for a name that it doesn't know: they would promise what the sandbox has not. */
function forSandbox(message: string): string {
  return message.replace(
    / Do you need to (change your target library|install type definitions)\b.*/,
    " The sandbox has none.",
  );
}

function textOf(message: Message, indent = ""): string {
  if (typeof message === "string") return indent + message;
  return [indent + message.messageText, ...(message.next ?? []).map((next) => textOf(next, `${indent}  `))].join("\n");
}

/** As Monaco's JSON service numbers it. */
const TRAILING_COMMA = "519";

/** Monaco's JSON service knows one dialect for all files; TypeScript and wrangler read their own with commas at the end. */
function allowTrailingCommas(resource: monaco.Uri): void {
  const model = monaco.editor.getModel(resource);
  if (model === null || !isJsonWithCommas(pathOf(resource))) return;
  const found = monaco.editor.getModelMarkers({ owner: "json", resource });
  const kept = found.filter(({ code }) => code !== TRAILING_COMMA);
  if (kept.length < found.length) monaco.editor.setModelMarkers(model, "json", kept);
}

function listProblems(): void {
  const problems = monaco.editor.getModelMarkers({}).flatMap(problemOf);
  setProblems("typescript", problems);
}

function problemOf(marker: monaco.editor.IMarker): Problem[] {
  if (!CHECKERS.has(marker.owner) || !isFile(marker.resource) || marker.severity < monaco.MarkerSeverity.Warning)
    return [];
  const path = pathOf(marker.resource);
  if (documentAt(editorState(), path)?.readOnly === true) return [];
  return [
    {
      severity: marker.severity === monaco.MarkerSeverity.Error ? "error" : "warning",
      source: "typescript",
      message: marker.message,
      place: { path, line: marker.startLineNumber, column: marker.startColumn },
    },
  ];
}
