import type { PanelName } from "../session/panels";
import { PANELS } from "../session/panels";

/** A panel's place in the default layout: beside or below another, or a tab of it. Sizes in CSS pixels. */
export interface PlacedPanel {
  readonly panel: PanelName;
  readonly beside: { readonly panel: PanelName; readonly direction: "left" | "right" | "below" | "within" } | null;
  readonly width?: number;
  readonly height?: number;
}

/**
 * No panel is made smaller than this, in CSS pixels; the docking library's own least is 100 either way. Together they just fit into the
 * smallest window at 200 % zoom.
 */
export const MINIMUM_SIZES: Readonly<Partial<Record<PanelName, { readonly minimumWidth: number }>>> = {
  console: { minimumWidth: 200 },
};

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
    { panel: "console", beside: { panel: "editor", direction: "right" }, width: 430 },
    ...behind.map((panel) => ({ panel, beside: { panel: front ?? "editor", direction: "within" } }) as const),
  ];
  return all.filter(({ panel }) => present.includes(panel));
}

/**
 * A saved layout as the docking library reads it, or null where it is none: damaged, or of a version with other panels. What is
 * in it beyond that, the library checks itself. How small a panel may be is this version's, not the saved layout's.
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
  if (!Object.keys(panels).every((name) => known.includes(name))) return null;
  const sized = Object.entries(panels).map(([name, panel]: [string, unknown]) => [
    name,
    typeof panel === "object" ? { ...panel, ...MINIMUM_SIZES[name as PanelName] } : panel,
  ]);
  return { ...parsed, panels: Object.fromEntries(sized) as object };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What each group of panels has of the whole width and height, from 0 to 1, by its id. */
export type Shares = ReadonlyMap<string, Size>;

export function sharesOf(groups: readonly (Size & { readonly id: string })[], whole: Size): Shares {
  return new Map(
    groups.map(({ id, width, height }) => [id, { width: width / whole.width, height: height / whole.height }]),
  );
}

/** The same of another whole, in its pixels. */
export function sizesOf(shares: Shares, whole: Size): ReadonlyMap<string, Size> {
  const scaled = ({ width, height }: Size): Size => ({
    width: Math.round(width * whole.width),
    height: Math.round(height * whole.height),
  });
  return new Map([...shares].map(([id, share]) => [id, scaled(share)]));
}

interface Box {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * How much of the room, from below, belongs to the group of panels in its right-hand bottom corner; 0 where that is all of it. In the
 * unit of the boxes. Groups that are hidden have no room.
 */
export function heightBelow(groups: readonly Box[]): number {
  const shown = groups.filter(({ top, bottom }) => bottom > top);
  const corner = shown.reduce<Box | null>(
    (found, box) => (found === null || box.bottom + box.right > found.bottom + found.right ? box : found),
    null,
  );
  const top = Math.min(...shown.map((box) => box.top));
  return corner === null || corner.top <= top ? 0 : Math.round(corner.bottom - corner.top);
}
