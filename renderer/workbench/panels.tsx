import type { ComponentType } from "react";
import { lazy } from "react";
import type { PanelName } from "../session";

export interface Panel {
  readonly title: string;
  readonly component: ComponentType;
}

/** Every panel, loaded when it is first shown: the window must not wait for one that is behind another. */
export const PANEL_COMPONENTS: Readonly<Partial<Record<PanelName, Panel>>> = {
  console: {
    title: "Console",
    component: lazy(async () => ({ default: (await import("../features/console")).ConsolePanel })),
  },
};
