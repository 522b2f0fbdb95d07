import type { ComponentType } from "react";
import { lazy } from "react";
import type { PanelName } from "../session";

export interface Panel {
  readonly title: string;
  readonly component: ComponentType;
}

/** Every panel, loaded when it is first shown: the window must not wait for one that is behind another. */
export const PANEL_COMPONENTS: Readonly<Partial<Record<PanelName, Panel>>> = {
  explorer: {
    title: "Explorer",
    component: lazy(async () => ({ default: (await import("../features/explorer")).ExplorerPanel })),
  },
  editor: {
    title: "Editor",
    component: lazy(async () => ({ default: (await import("../features/editor")).EditorPanel })),
  },
  console: {
    title: "Console",
    component: lazy(async () => ({ default: (await import("../features/console")).ConsolePanel })),
  },
  history: {
    title: "History",
    component: lazy(async () => ({ default: (await import("../features/history")).HistoryPanel })),
  },
  profile: {
    title: "Profile",
    component: lazy(async () => ({ default: (await import("../features/profile")).ProfilePanel })),
  },
  cost: {
    title: "Cost",
    component: lazy(async () => ({ default: (await import("../features/cost")).CostPanel })),
  },
  pool: {
    title: "Pool",
    component: lazy(async () => ({ default: (await import("../features/pool")).PoolPanel })),
  },
  trace: {
    title: "Trace",
    component: lazy(async () => ({ default: (await import("../features/trace")).TracePanel })),
  },
  problems: {
    title: "Problems",
    component: lazy(async () => ({ default: (await import("../features/problems")).ProblemsPanel })),
  },
};
