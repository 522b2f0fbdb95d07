import type { ReactNode } from "react";
import { useId, useLayoutEffect, useRef } from "react";
import { IconButton } from "./button";
import "./dialog.css";

const FIRST_FIELD = ".dialog-body :is(input:checked, input:not([type=radio]), select, textarea)";

/** A modal dialog. The browser traps the focus in it and gives it back; Escape closes it. */
export function Dialog({
  title,
  onClose,
  actions,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before it leaves the page: a dialog that is gone can't give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // What the dialog asks for comes before the button that closes it.
    element?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label="Close" shortcut="Escape" onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
      {actions !== undefined && <footer className="dialog-actions">{actions}</footer>}
    </dialog>
  );
}
