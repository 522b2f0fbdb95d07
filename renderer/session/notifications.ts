import { create } from "zustand";
import type { ApiError, Notice } from "../../preload/contract";

export interface Notification extends Notice {
  readonly id: number;
  readonly atMs: number;
  readonly read: boolean;
}

interface Notifications {
  /** The newest first. */
  readonly all: readonly Notification[];
}

const MOST = 200;

export const useNotifications = create<Notifications>(() => ({ all: [] }));

/** Shows a message for a while, and keeps it to be read again. */
export function notify(notice: Notice): void {
  const { all } = useNotifications.getState();
  const id = (all[0]?.id ?? 0) + 1;
  useNotifications.setState({ all: [{ ...notice, id, atMs: Date.now(), read: false }, ...all].slice(0, MOST) });
}

/** Something here failed, and one line says it all. */
export function notifyError(message: string): void {
  notify({ level: "error", message, details: null });
}

export function notifyFailure({ code, message, details }: ApiError): void {
  const level = code === "cancelled" ? "info" : "error";
  notify({ level, message, details: details === null ? code : `${code}\n${details}` });
}

export function markNotificationsRead(): void {
  useNotifications.setState(({ all }) => ({ all: all.map((notification) => ({ ...notification, read: true })) }));
}
