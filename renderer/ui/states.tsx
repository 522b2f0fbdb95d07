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
