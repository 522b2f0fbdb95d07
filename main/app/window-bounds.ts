import type { BrowserWindow, Rectangle } from "electron";
import { screen } from "electron";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "./json-file";

export interface WindowPlace {
  /** Where the window is when it is neither maximised nor full screen. */
  readonly bounds: Rectangle;
  readonly isMaximized: boolean;
}

const PREFERRED = { width: 1440, height: 900 };
export const SMALLEST = { width: 800, height: 560 };
/** As much of the window must be on a screen as a hand needs to get hold of it. */
const GRIP = 100;

const whole = z.number().int();
const SCHEMA = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole, height: whole }),
  isMaximized: z.boolean(),
}) satisfies z.ZodType<WindowPlace>;

/** Where the last window was, as far as today's screens have that place. */
export function rememberedPlace(home: string): WindowPlace {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  return fitPlace(readJsonFile(placeFile(home), SCHEMA), areas, screen.getPrimaryDisplay().workArea);
}

export function rememberPlace(home: string, window: BrowserWindow): void {
  const place: WindowPlace = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
  writeJsonFile(placeFile(home), place);
}

/** `areas`: what the screens have beside task bars and docks. */
export function fitPlace(last: WindowPlace | null, areas: readonly Rectangle[], primary: Rectangle): WindowPlace {
  const enlarged = last === null ? null : enlarge(last);
  if (enlarged !== null && areas.some((area) => isInReach(enlarged.bounds, area))) return enlarged;
  const width = Math.min(PREFERRED.width, primary.width);
  const height = Math.min(PREFERRED.height, primary.height);
  const x = primary.x + Math.floor((primary.width - width) / 2);
  const y = primary.y + Math.floor((primary.height - height) / 2);
  return { bounds: { x, y, width, height }, isMaximized: last?.isMaximized ?? false };
}

function enlarge({ bounds, isMaximized }: WindowPlace): WindowPlace {
  const width = Math.max(bounds.width, SMALLEST.width);
  return { bounds: { ...bounds, width, height: Math.max(bounds.height, SMALLEST.height) }, isMaximized };
}

function isInReach(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const titleBarShown = bounds.y >= area.y && bounds.y <= area.y + area.height - GRIP;
  return width >= GRIP && titleBarShown;
}

function placeFile(home: string): string {
  return join(home, "window.json");
}
