import type { DockviewApi } from "dockview-react";
import { useEffect } from "react";
import { heightBelow } from "./layout-model";

/** As `notifications.css` reads it. */
const PROPERTY = "--toasts-above";

/** Messages come up above the panels at the bottom, whose buttons they would cover otherwise. */
export function useToastPlace(dock: DockviewApi | null): void {
  useEffect(() => {
    if (dock === null) return;
    const { style } = document.documentElement;
    const place = (): void => {
      const boxes = dock.groups.map(({ element }) => element.getBoundingClientRect());
      style.setProperty(PROPERTY, `${heightBelow(boxes)}px`);
    };
    // The library tells of groups that come and go, but not of those whose size the window changed.
    const observer = new ResizeObserver(place);
    const observe = (): void => {
      for (const { element } of dock.groups) observer.observe(element);
    };
    observe();
    const listening = dock.onDidLayoutChange(observe);
    return () => {
      listening.dispose();
      observer.disconnect();
      style.removeProperty(PROPERTY);
    };
  }, [dock]);
}
