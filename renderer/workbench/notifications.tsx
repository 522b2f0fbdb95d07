import { useEffect, useState } from "react";
import type { Notification } from "../session";
import { markNotificationsRead, useNotifications } from "../session";
import { classNames, Dialog, EmptyState, Icon, IconButton } from "../ui";
import { closeOverlay } from "./overlay-state";
import "./notifications.css";

/** How long a message that is no error stays. */
const SHOWN_MS = 6_000;
const SHOWN_AT_MOST = 3;
const ICONS: Readonly<Record<Notification["level"], string>> = { info: "info", warning: "warning", error: "error" };

/** New messages, over the window's corner. Errors stay until they are closed. */
export function Toasts() {
  const all = useNotifications((state) => state.all);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const close = (id: number): void => {
    setClosed((before) => new Set(before).add(id));
  };
  const shown = all.filter((notification) => !notification.read && !closed.has(notification.id));
  return (
    <div className="toasts" role="log" aria-label="Messages" aria-live="polite">
      {shown.slice(0, SHOWN_AT_MOST).map((notification) => (
        <Toast key={notification.id} notification={notification} onClose={close} />
      ))}
    </div>
  );
}

function Toast({
  notification,
  onClose,
}: {
  readonly notification: Notification;
  readonly onClose: (id: number) => void;
}) {
  const { id, level } = notification;
  useEffect(() => {
    if (level === "error") return;
    const timer = setTimeout(() => {
      onClose(id);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [id, level, onClose]);
  return (
    <div className="toast">
      <Message notification={notification} />
      <IconButton
        icon="close"
        label="Close message"
        onClick={() => {
          onClose(id);
        }}
      />
    </div>
  );
}

/** All messages so far, to be read again. */
export function NotificationsDialog() {
  const all = useNotifications((state) => state.all);
  useEffect(markNotificationsRead, []);
  return (
    <Dialog title="Notifications" onClose={closeOverlay}>
      {all.length === 0 ? (
        <EmptyState title="No messages">What goes wrong, or needs your eye, is kept here.</EmptyState>
      ) : (
        <ul className="notifications">
          {all.map((notification) => (
            <li key={notification.id}>
              <Message notification={notification} />
              <time dateTime={new Date(notification.atMs).toISOString()}>
                {new Date(notification.atMs).toLocaleTimeString()}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Message({ notification: { level, message, details } }: { readonly notification: Notification }) {
  return (
    <>
      <span className={classNames("message-icon", `message-${level}`)}>
        <Icon name={ICONS[level]} />
        <span className="visually-hidden">{level}</span>
      </span>
      <span className="message-text">{message}</span>
      <IconButton
        icon="copy"
        label="Copy details"
        onClick={() => {
          void navigator.clipboard.writeText(details === null ? message : `${message}\n${details}`);
        }}
      />
    </>
  );
}
