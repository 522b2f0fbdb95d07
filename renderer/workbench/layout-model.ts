import type { PanelName } from "../session/panels";
import { PANELS } from "../session/panels";

/** A panel's place in the default layout: beside or below another, or a tab of it. Sizes in CSS pixels. */
export interface PlacedPanel {
  readonly panel: PanelName;
  readonly beside: { readonly panel: PanelName; readonly direction: "left" | "right" | "below" | "within" } | null;
  readonly width?: number;
  readonly height?: number;
  readonly minimumWidth?: number;
}

const BELOW: readonly PanelName[] = ["trace", "history", "profile", "cost", "pool", "problems"];

/** Explorer, editor and console side by side; the rest as tabs below all three. In the order in which they are put up. */
export function defaultLayout(present: readonly PanelName[] = PANELS): readonly PlacedPanel[] {
  const [front, ...behind] = BELOW.filter((panel) => present.includes(panel));
  const all: readonly PlacedPanel[] = [
    { panel: "editor", beside: null },
    ...(front === undefined
      ? []
      : [{ panel: front, beside: { panel: "editor", direction: "below" }, height: 260 } as const]),
    { panel: "explorer", beside: { panel: "editor", direction: "left" }, width: 200 },
    { panel: "console", beside: { panel: "editor", direction: "right" }, width: 430, minimumWidth: 240 },
    ...behind.map((panel) => ({ panel, beside: { panel: front ?? "editor", direction: "within" } }) as const),
  ];
  return all.filter(({ panel }) => present.includes(panel));
}

/**
 * A saved layout as the docking library reads it, or null where it is none: damaged, or of a version with other panels. What is
 * in it beyond that, the library checks itself.
 */
export function parseLayout(text: string | null): object | null {
  if (text === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || !("panels" in parsed) || !("grid" in parsed)) return null;
  const { panels } = parsed;
  if (typeof panels !== "object" || panels === null) return null;
  const known: readonly string[] = PANELS;
  return Object.keys(panels).every((name) => known.includes(name)) ? parsed : null;
}
