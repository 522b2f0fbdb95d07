import { lazy, Suspense } from "react";
import { LoadingState } from "../../ui";

/** Monaco is most of the window's code: the rest is there before it. */
const EditorView = lazy(async () => ({ default: (await import("./editor-view")).EditorView }));

export function EditorPanel() {
  return (
    <Suspense fallback={<LoadingState label="Loading the editor…" />}>
      <EditorView />
    </Suspense>
  );
}
