import type { DockviewApi } from "dockview-react";
import { PANELS, showPanel, useCommand } from "../session";
import { nextStop, readingOrder } from "./panel-order";

const STATUS_BAR = ".status-bar button";

/** F6 and Shift+F6: from one group of panels to the next, as they are read, and to the status bar. */
export function usePanelSteps(dock: DockviewApi | null): void {
  useCommand("view.next-panel", () => {
    if (dock !== null) step(dock, 1);
  });
  useCommand("view.previous-panel", () => {
    if (dock !== null) step(dock, -1);
  });
}

function step(dock: DockviewApi, by: 1 | -1): void {
  const groups = readingOrder(dock.groups, (group) => group.element.getBoundingClientRect());
  const focused = document.activeElement;
  const at = groups.findIndex((group) => group.element.contains(focused));
  const statusBar = document.querySelector<HTMLElement>(STATUS_BAR);
  const isInStatusBar = statusBar?.parentElement?.contains(focused) === true;
  const stop = nextStop(isInStatusBar ? groups.length : at, groups.length + 1, by);
  const panel = groups[stop]?.activePanel?.id;
  const name = PANELS.find((known) => known === panel);
  if (name === undefined) statusBar?.focus();
  else showPanel(name);
}
