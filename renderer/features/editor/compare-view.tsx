import { useEffect, useRef } from "react";
import { Button } from "../../ui";
import { keepMine, revert } from "./documents";
import { languageIn } from "./sources";
import { useEditor } from "./editor-store";
import { modelAt, monaco } from "./monaco";

/** The file on disk and the editor's text, side by side; the right one can be edited. */
export function CompareView({
  path,
  diskText,
  fontSize,
}: {
  readonly path: string;
  readonly diskText: string;
  readonly fontSize: number;
}) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mine = modelAt(path);
    if (host.current === null || mine === null) return;
    const editor = monaco.editor.createDiffEditor(host.current, {
      automaticLayout: true,
      fontSize,
      minimap: { enabled: false },
      originalAriaLabel: "On disk",
      modifiedAriaLabel: "In the editor",
    });
    const onDisk = monaco.editor.createModel(
      diskText,
      languageIn(path),
      monaco.Uri.from({ scheme: "disk", path: `/${path}` }),
    );
    editor.setModel({ original: onDisk, modified: mine });
    editor.getModifiedEditor().focus();
    return () => {
      editor.dispose();
      onDisk.dispose();
    };
  }, [path, diskText, fontSize]);
  const end = (): void => {
    useEditor.setState({ compared: null });
  };
  return (
    <section className="editor-compare" aria-label={`Comparison of ${path}`}>
      <div className="editor-bar">
        <span className="editor-bar-text">Left: on disk. Right: in the editor.</span>
        <Button
          onClick={() => {
            end();
            void revert(path);
          }}
        >
          Reload from disk
        </Button>
        <Button
          onClick={() => {
            end();
            void keepMine(path);
          }}
        >
          Keep mine
        </Button>
        <Button onClick={end}>Close comparison</Button>
      </div>
      <div ref={host} className="editor-text" />
    </section>
  );
}
