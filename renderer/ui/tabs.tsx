import type { KeyboardEvent, ReactNode } from "react";
import { useId } from "react";
import { classNames } from "./class-names";
import "./tabs.css";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: ReactNode;
}

/** Tabs with their panel below; arrows, Home and End move, as the ARIA pattern says. */
export function Tabs<Name extends string>({
  label,
  tabs,
  active,
  onActive,
  aside,
  children,
}: {
  /** What the tabs are of, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly active: Name;
  readonly onActive: (name: Name) => void;
  /** At the end of the line of tabs. */
  readonly aside?: ReactNode;
  /** The active tab's panel. */
  readonly children: ReactNode;
}) {
  const id = useId();
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const next =
      tabs[
        target(
          event.key,
          tabs.findIndex((tab) => tab.name === active),
          tabs.length,
        )
      ];
    if (next === undefined) return;
    event.preventDefault();
    onActive(next.name);
    document.getElementById(`${id}-${next.name}`)?.focus();
  };
  return (
    <div className="tabs">
      <div className="tabs-line">
        <div role="tablist" aria-label={label} className="tabs-list" onKeyDown={move}>
          {tabs.map((tab) => (
            <button
              key={tab.name}
              type="button"
              role="tab"
              id={`${id}-${tab.name}`}
              aria-selected={tab.name === active}
              aria-controls={`${id}-panel`}
              tabIndex={tab.name === active ? 0 : -1}
              className={classNames("tabs-tab", tab.name === active && "tabs-tab-active")}
              onClick={() => {
                onActive(tab.name);
              }}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {aside !== undefined && <div className="tabs-aside">{aside}</div>}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active}`} className="tabs-panel">
        {children}
      </div>
    </div>
  );
}

/** Index of the tab that a key leads to; -1: the key means nothing here. */
function target(key: string, from: number, count: number): number {
  if (key === "ArrowRight") return (from + 1) % count;
  if (key === "ArrowLeft") return (from - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : -1;
}
