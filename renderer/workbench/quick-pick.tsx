import { Command } from "cmdk";
import type { ReactNode } from "react";
import { useLayoutEffect, useRef } from "react";
import { fit } from "./palette-model";
import "./quick-pick.css";

export interface PickItem {
  readonly id: string;
  readonly title: string;
  /** Smaller, behind the title; searched as well. */
  readonly detail?: string;
  /** At the end of the line, such as a shortcut. */
  readonly aside?: ReactNode;
  readonly disabled?: boolean;
}

/** A list to choose from by typing: the palette, and every other quick choice. Escape closes it. */
export function QuickPick({
  label,
  items,
  empty,
  onPick,
  onClose,
}: {
  readonly label: string;
  readonly items: readonly PickItem[];
  /** What to say where nothing matches. */
  readonly empty: string;
  readonly onPick: (id: string) => void;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before it leaves the page: a dialog that is gone can't give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // By itself the dialog would give the focus to the list.
    element?.querySelector("input")?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="quick-pick"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Command label={label} loop filter={(_value, typed, [title = "", detail] = []) => fit(title, detail, typed)}>
        <Command.Input className="quick-pick-input" placeholder={label} />
        <Command.List className="quick-pick-list" label={label}>
          <Command.Empty className="quick-pick-empty">{empty}</Command.Empty>
          {items.map(({ id, title, detail, aside, disabled }) => (
            <Command.Item
              key={id}
              value={id}
              keywords={detail === undefined ? [title] : [title, detail]}
              disabled={disabled ?? false}
              className="quick-pick-item"
              onSelect={() => {
                onClose();
                onPick(id);
              }}
            >
              <span className="quick-pick-title">{title}</span>
              {detail !== undefined && <span className="quick-pick-detail">{detail}</span>}
              {aside !== undefined && <span className="quick-pick-aside">{aside}</span>}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </dialog>
  );
}
