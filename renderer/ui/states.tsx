import type { ReactNode } from "react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { Icon } from "./icon";
import "./states.css";

/** Nothing is here yet: says what would fill it, with the button that does. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children !== undefined && <p className="state-text">{children}</p>}
      {action}
    </div>
  );
}

/** A panel of one call has none to show. */
export function NoCallSelected({
  children,
  onSend,
}: {
  /** What the panel shows of a call. */
  readonly children: ReactNode;
  readonly onSend: () => void;
}) {
  return (
    <EmptyState
      title="No call is selected"
      action={
        <Button icon="play" onClick={onSend}>
          Send
        </Button>
      }
    >
      Send a request, or choose a call in the history: {children}
    </EmptyState>
  );
}

/** The selected call has not ended: only then is there something to show of it. */
export function CallStillRuns() {
  return <EmptyState title="The call still runs">It is shown here as soon as it has ended.</EmptyState>;
}

/** Something failed: what, why, what to do, and the details to copy. */
export function ErrorState({
  message,
  details,
  action,
}: {
  /** One line: what is wrong and what to do. */
  readonly message: string;
  readonly details: string | null;
  readonly action?: ReactNode;
}) {
  return (
    <div className="state" role="alert">
      <p className="state-title state-error">
        <Icon name="error" /> {message}
      </p>
      <div className="state-actions">
        {action}
        <Button
          icon="copy"
          onClick={() => {
            void navigator.clipboard.writeText(details === null ? message : `${message}\n${details}`);
          }}
        >
          Copy details
        </Button>
      </div>
    </div>
  );
}

const SHOW_AFTER_MS = 150;

/** Shown only when it takes longer than a person notices. */
export function LoadingState({ label }: { readonly label: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(true);
    }, SHOW_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="state" role="status">
      {shown && (
        <p className="state-text">
          <Icon name="loading" /> {label}
        </p>
      )}
    </div>
  );
}
