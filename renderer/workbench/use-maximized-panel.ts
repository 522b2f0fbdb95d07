import type { DockviewApi } from "dockview-react";
import { useEffect, useRef } from "react";
import { useCommand } from "../session";
import type { Shares } from "./layout-model";
import { sharesOf, sizesOf } from "./layout-model";

/**
 * Shows the active panel alone, and all of them again. The docking library forgets how they shared the room when the window changes its
 * size meanwhile, and gives the hidden ones nearly all or nearly nothing of it: so it is told.
 */
export function useMaximizedPanel(dock: DockviewApi | null): void {
  const before = useRef<Shares>(new Map());
  useCommand("view.maximize-panel", () => {
    if (dock === null) return;
    if (dock.hasMaximizedGroup()) {
      dock.exitMaximizedGroup();
      return;
    }
    before.current = sharesOf(dock.groups, dock);
    dock.activePanel?.api.maximize();
  });
  useEffect(() => {
    const listening = dock?.onDidMaximizedGroupChange(({ isMaximized }) => {
      if (isMaximized) return;
      const sizes = sizesOf(before.current, dock);
      for (const group of dock.groups) {
        const size = sizes.get(group.id);
        if (size !== undefined) group.api.setSize(size);
      }
    });
    return () => {
      listening?.dispose();
    };
  }, [dock]);
}
