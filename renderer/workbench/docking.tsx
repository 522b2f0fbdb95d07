import type { DockviewApi, DockviewTheme, SerializedDockview } from "dockview-react";
import { DockviewDefaultTab, DockviewReact } from "dockview-react";
import type { IDockviewPanelHeaderProps, IDockviewPanelProps } from "dockview-react";
import "dockview-react/dist/styles/dockview.css";
import { useEffect, useState } from "react";
import { COMMANDS } from "../../preload/contract";
import { api, valueOf } from "../bridge";
import { PANELS, useCommand, usePanels } from "../session";
import { shortcutText } from "../ui";
import { defaultLayout, MINIMUM_SIZES, parseLayout } from "./layout-model";
import type { PlacedPanel } from "./layout-model";
import { usePanelSteps } from "./panel-steps";
import { PanelFrame } from "./panel-frame";
import { PANEL_COMPONENTS } from "./panels";
import { useMaximizedPanel } from "./use-maximized-panel";
import { useToastPlace } from "./use-toast-place";
import "./docking.css";

const THEME: DockviewTheme = { name: "coldframe", className: "dockview-theme-coldframe" };
const SAVE_AFTER_MS = 400;

const PRESENT = PANELS.flatMap((name) => {
  const panel = PANEL_COMPONENTS[name];
  return panel === undefined ? [] : [{ name, ...panel }];
});

const COMPONENTS = Object.fromEntries(
  PRESENT.map(({ name, title, component: Panel }) => {
    const Framed = (_props: IDockviewPanelProps) => (
      <PanelFrame name={name} title={title}>
        <Panel />
      </PanelFrame>
    );
    return [name, Framed];
  }),
);

/** A panel is hidden by another tab, never closed: there is always a way back to it. */
function PanelTab(props: IDockviewPanelHeaderProps) {
  const name = PANELS.find((known) => known === props.api.id);
  const key = name === undefined ? undefined : shortcutText(COMMANDS[`view.${name}`].shortcut);
  const title = props.api.title ?? "";
  return <DockviewDefaultTab {...props} hideClose title={key === undefined ? title : `${title} (${key})`} />;
}

/** The dockable panels. The layout is the open folder's own, and kept as the user leaves it. */
export function Docking({ folder }: { readonly folder: string }) {
  const [dock, setDock] = useState<DockviewApi | null>(null);
  useLayoutKept(dock, folder);
  useWantedPanel(dock);
  usePanelSteps(dock);
  useMaximizedPanel(dock);
  useToastPlace(dock);
  useCommand("view.reset-layout", () => {
    if (dock !== null) applyDefault(dock);
  });
  return (
    <DockviewReact
      className="docking"
      theme={THEME}
      components={COMPONENTS}
      defaultTabComponent={PanelTab}
      disableFloatingGroups
      onReady={(event) => {
        setDock(event.api);
      }}
    />
  );
}

function useLayoutKept(dock: DockviewApi | null, folder: string): void {
  useEffect(() => {
    if (dock === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let listening: { dispose(): void } | undefined;
    let left = false;
    const saveNow = (): void => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      void api.saveLayout(JSON.stringify(dock.toJSON()));
    };
    const restore = async (): Promise<void> => {
      const saved = parseLayout(await valueOf(api.layout()).catch(() => null));
      if (left) return;
      restoreLayout(dock, saved);
      listening = dock.onDidLayoutChange(() => {
        clearTimeout(timer);
        timer = setTimeout(saveNow, SAVE_AFTER_MS);
      });
    };
    void restore();
    // The window may be closed before the time is over.
    window.addEventListener("pagehide", saveNow);
    return () => {
      left = true;
      listening?.dispose();
      window.removeEventListener("pagehide", saveNow);
      // What is still to be saved belongs to this folder: main knows only the open one.
      clearTimeout(timer);
    };
  }, [dock, folder]);
}

/** A panel that the saved layout does not know yet gets its usual place in it. */
function restoreLayout(dock: DockviewApi, saved: object | null): void {
  if (saved !== null) {
    try {
      dock.fromJSON(saved as SerializedDockview);
      const missing = usualPlaces().filter(({ panel }) => dock.getPanel(panel) === undefined);
      for (const place of missing) put(dock, { ...place, isInactive: true });
      return;
    } catch {
      // A layout that the library can't read is as good as none.
    }
  }
  applyDefault(dock);
}

function applyDefault(dock: DockviewApi): void {
  dock.clear();
  for (const place of usualPlaces()) put(dock, { ...place, isInactive: place.beside?.direction === "within" });
  dock.getPanel("editor")?.api.setActive();
}

function usualPlaces(): readonly PlacedPanel[] {
  return defaultLayout(PRESENT.map(({ name }) => name));
}

function put(
  dock: DockviewApi,
  { panel, beside, width, height, isInactive }: PlacedPanel & { readonly isInactive: boolean },
): void {
  const title = PANEL_COMPONENTS[panel]?.title;
  if (title === undefined) return;
  dock.addPanel({
    id: panel,
    component: panel,
    title,
    ...(beside === null || dock.getPanel(beside.panel) === undefined
      ? {}
      : { position: { referencePanel: beside.panel, direction: beside.direction } }),
    ...(width === undefined ? {} : { initialWidth: width }),
    ...(height === undefined ? {} : { initialHeight: height }),
    ...MINIMUM_SIZES[panel],
    inactive: isInactive,
  });
}

function useWantedPanel(dock: DockviewApi | null): void {
  const wanted = usePanels((state) => state.wanted);
  useEffect(() => {
    if (dock === null || wanted === null) return;
    const panel = dock.getPanel(wanted.panel);
    if (panel === undefined) return;
    if (dock.hasMaximizedGroup() && !panel.api.isMaximized()) dock.exitMaximizedGroup();
    panel.api.setActive();
  }, [dock, wanted]);
}
