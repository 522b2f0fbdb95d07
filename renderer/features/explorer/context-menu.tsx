import type { KeyboardEvent } from "react";
import { useEffect, useRef } from "react";

export interface MenuItem {
  readonly label: string;
  readonly shortcut?: string;
  readonly run: () => void;
}

/** A menu at a place of the window: arrows move, Enter chooses, Escape and a click elsewhere close it. */
export function ContextMenu({
  label,
  items,
  at,
  onClose,
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = menu.current;
    if (element === null) return;
    // Inside the window, whatever was clicked.
    element.style.left = `${Math.max(0, Math.min(at.x, window.innerWidth - element.offsetWidth))}px`;
    element.style.top = `${Math.max(0, Math.min(at.y, window.innerHeight - element.offsetHeight))}px`;
    element.querySelector("button")?.focus();
    const onPointerDown = (event: PointerEvent): void => {
      if (!element.contains(event.target as Node)) onClose();
    };
    window.addEventListener("pointerdown", onPointerDown);
    window.addEventListener("blur", onClose);
    return () => {
      window.removeEventListener("pointerdown", onPointerDown);
      window.removeEventListener("blur", onClose);
    };
  }, [at, onClose]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    event.stopPropagation();
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (target === undefined) return;
    else buttons.at(target % buttons.length)?.focus();
    event.preventDefault();
  };
  return (
    <div ref={menu} role="menu" aria-label={label} className="explorer-menu" onKeyDown={onKeyDown}>
      {items.map(({ label: text, shortcut, run }) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="explorer-menu-item"
          onClick={() => {
            onClose();
            run();
          }}
        >
          <span>{text}</span>
          {shortcut !== undefined && <kbd>{shortcut}</kbd>}
        </button>
      ))}
    </div>
  );
}
