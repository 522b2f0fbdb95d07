import { defaultFilter } from "cmdk";
import type { CommandId } from "../../preload/contract";
import { COMMANDS } from "../../preload/contract";

const IDS = (Object.keys(COMMANDS) as CommandId[]).filter((id) => id !== "view.palette");
const MOST_RECENT = 5;

/** Every command: what was run last first, then as the menus have them, then what nobody can carry out now. */
export function paletteOrder(
  available: (id: CommandId) => boolean,
  recent: readonly CommandId[],
): readonly CommandId[] {
  const lately = recent.filter(available);
  const rest = IDS.filter((id) => !lately.includes(id));
  return [...lately, ...rest.filter(available), ...rest.filter((id) => !available(id))];
}

export function withRecent(recent: readonly CommandId[], id: CommandId): readonly CommandId[] {
  return [id, ...recent.filter((other) => other !== id)].slice(0, MOST_RECENT);
}

/** How well a line fits what was typed; 0: not at all. The title counts more than what stands behind it. */
export function fit(title: string, detail: string | undefined, typed: string): number {
  return Math.max(defaultFilter(title, typed), detail === undefined ? 0 : defaultFilter(detail, typed) * 0.6);
}
