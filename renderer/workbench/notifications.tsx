import { useCallback, useEffect, useState } from "react";
import type { Notification } from "../session";
import { markNotificationsRead, useNotifications } from "../session";
import { classNames, Dialog, EmptyState, Icon, IconButton } from "../ui";
import { messageText, shownForMs, shownMessages } from "./notification-model";
import { closeOverlay } from "./overlay-state";
import "./notifications.css";

const ICONS: Readonly<Record<Notification["level"], string>> = { info: "info", warning: "warning", error: "error" };

/** New messages, over the window's corner. Errors stay until they are closed. */
export function Toasts() {
  const all = useNotifications((state) => state.all);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const close = useCallback((id: number): void => {
    setClosed((before) => new Set(before).add(id));
  }, []);
  return (
    <div className="toasts" role="log" aria-label="Messages" aria-live="polite">
      {shownMessages(all, closed).map((notification) => (
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
  const { id } = notification;
  const lifeMs = shownForMs(notification);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    // What is pointed at or has the focus is being read.
    if (lifeMs === null || held) return;
    const timer = setTimeout(() => {
      onClose(id);
    }, lifeMs);
    return () => {
      clearTimeout(timer);
    };
  }, [id, lifeMs, held, onClose]);
  const hold = (): void => {
    setHeld(true);
  };
  const release = (): void => {
    setHeld(false);
  };
  return (
    <div className="toast" onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
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

function Message({ notification }: { readonly notification: Notification }) {
  const { level, message } = notification;
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
          void navigator.clipboard.writeText(messageText(notification));
        }}
      />
    </>
  );
}
