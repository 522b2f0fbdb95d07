import type { Notification } from "../session/notifications";

const SHOWN_AT_MOST = 3;
const SHORTEST_MS = 6_000;
const LONGEST_MS = 20_000;
/** A slow reader's pace. */
const MS_PER_CHARACTER = 80;

/** The messages over the window's corner: what is new, the newest three. An error is not pushed out by what is none. */
export function shownMessages(all: readonly Notification[], closed: ReadonlySet<number>): readonly Notification[] {
  const open = all.filter(({ id, read }) => !read && !closed.has(id));
  const errors = open.filter(({ level }) => level === "error");
  const others = open.filter(({ level }) => level !== "error");
  const chosen = new Set([...errors, ...others].slice(0, SHOWN_AT_MOST));
  return open.filter((notification) => chosen.has(notification));
}

/** After how long a message goes away by itself; null: it stays until it is closed. Milliseconds. */
export function shownForMs({ level, message }: Pick<Notification, "level" | "message">): number | null {
  if (level === "error") return null;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, message.length * MS_PER_CHARACTER));
}

/** A message as text for a report. */
export function messageText({ message, details }: Pick<Notification, "message" | "details">): string {
  return details === null ? message : `${message}\n${details}`;
}
