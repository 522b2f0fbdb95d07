import { checkerFor } from "./checker";
import { monaco } from "./monaco";

interface TextChange {
  readonly span: { readonly start: number; readonly length: number };
  readonly newText: string;
}

const FORMAT_MS = 2000;

/** Formats a model's text, whether an editor shows it or not. Does nothing where its language has no formatter, or its text is broken. */
export async function formatModel(model: monaco.editor.ITextModel, signal?: AbortSignal): Promise<void> {
  if (model.getLanguageId() === "typescript") await formatTypeScript(model, signal);
  else await editorOf(model)?.getAction("editor.action.formatDocument")?.run();
}

/** Formats before a save, which does not wait for a checker that is still being loaded. */
export async function formatInTime(model: monaco.editor.ITextModel): Promise<void> {
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FORMAT_MS);
  });
  await Promise.race([formatModel(model, late.signal), deadline]);
  clearTimeout(timer);
  late.abort();
}

async function formatTypeScript(model: monaco.editor.ITextModel, signal: AbortSignal | undefined): Promise<void> {
  const worker = await checkerFor([model.uri]);
  const version = model.getVersionId();
  const { tabSize, insertSpaces } = model.getOptions();
  const changes = (await worker.getFormattingEditsForDocument(model.uri.toString(), {
    ConvertTabsToSpaces: insertSpaces,
    TabSize: tabSize,
    IndentSize: tabSize,
    IndentStyle: 2,
    NewLineCharacter: model.getEOL(),
    InsertSpaceAfterCommaDelimiter: true,
    InsertSpaceAfterSemicolonInForStatements: true,
    InsertSpaceBeforeAndAfterBinaryOperators: true,
    InsertSpaceAfterKeywordsInControlFlowStatements: true,
    InsertSpaceAfterFunctionKeywordForAnonymousFunctions: true,
    InsertSpaceAfterOpeningAndBeforeClosingNonemptyParenthesis: false,
    InsertSpaceAfterOpeningAndBeforeClosingNonemptyBrackets: false,
    InsertSpaceAfterOpeningAndBeforeClosingTemplateStringBraces: false,
    PlaceOpenBraceOnNewLineForControlBlocks: false,
    PlaceOpenBraceOnNewLineForFunctions: false,
  })) as readonly TextChange[];
  // The text went on while the worker thought: its edits would land in the wrong places.
  if (signal?.aborted === true || model.isDisposed() || model.getVersionId() !== version || changes.length === 0)
    return;
  const edits = changes.map(({ span, newText }) => ({
    range: monaco.Range.fromPositions(model.getPositionAt(span.start), model.getPositionAt(span.start + span.length)),
    text: newText,
  }));
  const editor = editorOf(model);
  if (editor === undefined) {
    model.pushEditOperations([], edits, () => null);
    return;
  }
  editor.pushUndoStop();
  editor.executeEdits("format", edits);
  editor.pushUndoStop();
}

function editorOf(model: monaco.editor.ITextModel): monaco.editor.ICodeEditor | undefined {
  return monaco.editor.getEditors().find((editor) => editor.getModel() === model);
}
