import type { monaco } from "./monaco";

/** What all of the window's editors have in common. To be asked for when the page's styles are there. */
export function editorOptions(): monaco.editor.IStandaloneEditorConstructionOptions {
  return {
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--face-mono"),
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    fixedOverflowWidgets: true,
    renderLineHighlightOnlyWhenFocus: true,
    stickyScroll: { enabled: false },
    tabSize: 2,
    padding: { top: 4 },
    wordBasedSuggestions: "off",
    bracketPairColorization: { enabled: false },
  };
}
