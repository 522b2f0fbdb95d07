import type { KeyboardEvent } from "react";
import { useEffect, useId, useRef } from "react";
import type { PriceList } from "../../../../runtime/cost";
import { classNames, Icon } from "../../../ui";
import { ConfidenceMark } from "../provenance";
import type { Entry } from "./price-lists-model";

/** The lists to choose from, as an ARIA listbox: arrows, Home and End choose. */
export function EntryList({
  entries,
  active,
  chosen,
  onActive,
}: {
  readonly entries: readonly Entry[];
  /** The name of the entry that is shown. */
  readonly active: string;
  /** What bills are shown for. */
  readonly chosen: readonly PriceList[];
  readonly onActive: (name: string) => void;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    // A filter that is cleared puts others around the one that is shown.
  }, [active, entries.length]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const at = target(
      event.key,
      entries.findIndex(({ name }) => name === active),
      entries.length,
    );
    const next = at === null ? undefined : entries[at];
    if (next === undefined) return;
    event.preventDefault();
    onActive(next.name);
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Price lists"
      tabIndex={0}
      aria-activedescendant={`${id}-${active}`}
      className="price-lists-list"
      onKeyDown={onKeyDown}
    >
      {entries.map((entry) => (
        // The list has the focus and its keys; a pointer chooses by the row.
        <div
          key={entry.name}
          id={`${id}-${entry.name}`}
          role="option"
          aria-selected={entry.name === active}
          className={classNames("price-lists-entry", entry.name === active && "price-lists-entry-active")}
          onClick={() => {
            onActive(entry.name);
          }}
        >
          <span className="price-lists-title">{entry.title}</span>
          {entry.kind === "unpriced" ? (
            <span className="cost-quiet">no price</span>
          ) : (
            <>
              {entry.ownFile !== null && <span className="price-lists-mine">yours</span>}
              {chosen.includes(entry.list) && (
                <span title="Bills are shown for it">
                  <Icon name="check" />
                  <span className="visually-hidden">chosen</span>
                </span>
              )}
              <ConfidenceMark confidence={entry.confidence} />
            </>
          )}
        </div>
      ))}
    </div>
  );
}

/** The place in the list that a key leads to; null: the key means nothing here. */
function target(key: string, from: number, count: number): number | null {
  if (key === "ArrowDown") return Math.min(count - 1, from + 1);
  if (key === "ArrowUp") return Math.max(0, from - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
