import { useEffect, useRef } from "react";
import { useDisassembly } from "../../../bridge";
import { LoadingState } from "../../../ui";
import { editorOptions } from "../../../ui/monaco/editor-options";
import { monaco } from "../monaco";

interface DisassemblyProps {
  readonly path: string;
  readonly index: number;
  readonly fontSize: number;
}

/** A function in WebAssembly's text format. */
export function Disassembly({ path, index, fontSize }: DisassemblyProps) {
  const { data: text, error } = useDisassembly(path, index);
  if (error !== null) return <p className="inspector-line inspector-refusal">{error.message}</p>;
  if (text === undefined) return <LoadingState label="Writing the function as text…" />;
  return <WatCode text={text} fontSize={fontSize} />;
}

function WatCode({ text, fontSize }: { readonly text: string; readonly fontSize: number }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  useEffect(() => {
    if (host.current === null) return;
    const model = monaco.editor.createModel("", "wat");
    const created = monaco.editor.create(host.current, {
      ...editorOptions(),
      model,
      readOnly: true,
      domReadOnly: true,
      readOnlyMessage: { value: "A module can be read here, not changed." },
      ariaLabel: "The function in WebAssembly's text format",
    });
    editor.current = created;
    return () => {
      editor.current = null;
      created.dispose();
      model.dispose();
    };
  }, []);
  useEffect(() => {
    editor.current?.getModel()?.setValue(text);
    editor.current?.setScrollTop(0);
  }, [text]);
  useEffect(() => {
    editor.current?.updateOptions({ fontSize });
  }, [fontSize]);
  return <div ref={host} className="inspector-text" />;
}
