/** Asks a language's compiler about texts before they are saved, where it reads texts: AssemblyScript's and WebAssembly text's. */
import type { FunctionInfo } from "../../../preload/contract";
import type { LanguageId } from "../../../runtime/model";
import { api, newWorkId } from "../../bridge";
import { useCalls } from "../../session";
import { functionOf } from "./editor-model";
import { editorState } from "./editor-store";
import { isFile, modelAt, monaco, pathOf } from "./monaco";

/** Behind the last key; their compilers take some hundred milliseconds. */
const SOON_MS = 400;
const CHECKED: readonly (LanguageId | null)[] = ["assemblyscript", "wat"];

let timer: ReturnType<typeof setTimeout> | undefined;
/** Counts edits: what was found for a text before the last one is not shown. */
let edits = 0;

/** @param functions those of the open folder */
export function followUnsaved(functions: () => readonly FunctionInfo[]): void {
  const watch = (model: monaco.editor.ITextModel): void => {
    model.onDidChangeContent(() => {
      edits += 1;
      const owner = isFile(model.uri) ? functionOf(functions(), pathOf(model.uri)) : null;
      if (owner === null || !CHECKED.includes(owner.language)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void check(owner, edits), SOON_MS);
    });
  };
  for (const model of monaco.editor.getModels()) watch(model);
  monaco.editor.onDidCreateModel(watch);
}

async function check({ path }: FunctionInfo, edit: number): Promise<void> {
  const texts = editorState().documents.flatMap((document) => {
    const model = document.unsaved ? modelAt(document.path) : null;
    return model === null ? [] : [{ path: document.path, text: model.getValue() }];
  });
  const reply = await api.checkUnsaved({ id: newWorkId(), path, texts });
  // A build that ended meanwhile knows less: it read files. What failed here says the next edit, or the build.
  if (reply.ok && reply.value !== null && edit === edits) useCalls.setState({ buildProblems: reply.value });
}
