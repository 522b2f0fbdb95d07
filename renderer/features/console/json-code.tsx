import { useEffect, useRef } from "react";
import { editorOptions } from "../../ui/monaco/editor-options";
import { monaco } from "../../ui/monaco/monaco";
import { setUpMonaco } from "../../ui/monaco/set-up";

export interface JsonCodeProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** JSON as in the editor: coloured, folded, with brackets that close themselves and wrong places underlined. */
export function JsonCode({ label, value, onValue }: JsonCodeProps) {
  const host = useRef<HTMLDivElement>(null);
  const text = useRef<monaco.editor.ITextModel>(null);
  const latest = useRef({ value, onValue });
  latest.current = { value, onValue };
  useEffect(() => {
    if (host.current === null) return;
    setUpMonaco();
    const model = monaco.editor.createModel(latest.current.value, "json");
    const editor = createEditor(host.current, model, label);
    text.current = model;
    model.onDidChangeContent(() => {
      const typed = model.getValue();
      // What comes from outside is known there.
      if (typed !== latest.current.value) latest.current.onValue(typed);
    });
    return () => {
      text.current = null;
      editor.dispose();
      model.dispose();
    };
  }, [label]);
  useEffect(() => {
    const model = text.current;
    if (model === null || model.getValue() === value) return;
    // As an edit, so that undo takes it back.
    model.pushStackElement();
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
    model.pushStackElement();
  }, [value]);
  return <div ref={host} className="console-code" />;
}

function createEditor(
  host: HTMLElement,
  model: monaco.editor.ITextModel,
  label: string,
): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(host, {
    ...editorOptions(),
    model,
    ariaLabel: label,
    fontSize: 12,
    overviewRulerLanes: 0,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 4,
  });
}
