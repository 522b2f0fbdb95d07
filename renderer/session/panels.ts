import { create } from "zustand";

export const PANELS = [
  "explorer",
  "editor",
  "console",
  "trace",
  "history",
  "profile",
  "cost",
  "pool",
  "problems",
] as const;
export type PanelName = (typeof PANELS)[number];

interface Panels {
  /** What was last asked for; `sequence` tells two requests for the same panel apart. */
  readonly wanted: { readonly panel: PanelName; readonly sequence: number } | null;
}

export const usePanels = create<Panels>(() => ({ wanted: null }));

/** Brings a panel to the front and gives it the focus. */
export function showPanel(panel: PanelName): void {
  usePanels.setState(({ wanted }) => ({ wanted: { panel, sequence: (wanted?.sequence ?? 0) + 1 } }));
}
