import { create } from "zustand";
import { showPanel } from "./panels";

/** A place in a file of the workspace; 1-based. Line 0: wherever the file was last looked at. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

interface Editing {
  /** What the editor was last asked to show; `sequence` tells two requests for the same place apart. */
  readonly wanted: (Place & { readonly sequence: number }) | null;
  /** The file whose editor is in front. */
  readonly activePath: string | null;
  readonly cursor: { readonly line: number; readonly column: number } | null;
  readonly unsavedPaths: readonly string[];
  /** What the explorer last renamed or deleted (`to` null), so that its tabs follow. */
  readonly moved: { readonly from: string; readonly to: string | null } | null;
  /** Writes all unsaved files; false when one could not be. The editor replaces it. */
  readonly saveAll: () => Promise<boolean>;
}

/** What the editor shows, and what others ask of it. */
export const useEditing = create<Editing>(() => ({
  wanted: null,
  activePath: null,
  cursor: null,
  unsavedPaths: [],
  moved: null,
  saveAll: () => Promise.resolve(true),
}));

/** Opens a file in the editor, at a place or where it was last looked at, and brings the editor to the front. */
export function openPlace(path: string, line = 0, column = 1): void {
  useEditing.setState(({ wanted }) => ({ wanted: { path, line, column, sequence: (wanted?.sequence ?? 0) + 1 } }));
  showPanel("editor");
}
