import type { KeyboardEvent } from "react";
import { useState } from "react";
import type { ExampleInfo, FileEntry } from "../../../preload/contract";
import { Icon } from "../../ui";
import { createFrom } from "./file-actions";

/** Functions to start from: one click, or Enter, makes a copy. Arrows move between them. */
export function Examples({
  examples,
  files,
}: {
  readonly examples: readonly ExampleInfo[];
  readonly files: readonly FileEntry[];
}) {
  const [isOpen, setOpen] = useState(true);
  const [focused, setFocused] = useState(0);
  const [isBusy, setBusy] = useState(false);
  if (examples.length === 0) return null;
  const create = async (example: ExampleInfo): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    await createFrom(example, files);
    setBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const last = examples.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, focused + 1),
      ArrowUp: Math.max(0, focused - 1),
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    setFocused(target);
    event.currentTarget.querySelectorAll<HTMLElement>("button")[target]?.focus();
  };
  return (
    <section className="explorer-examples" aria-label="Examples">
      <button
        type="button"
        className="explorer-section"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon name={isOpen ? "chevron-down" : "chevron-right"} /> Examples
      </button>
      {isOpen && (
        <ul className="explorer-example-list" onKeyDown={onKeyDown}>
          {examples.map((example, index) => (
            <li key={example.name}>
              <button
                type="button"
                className="explorer-example"
                tabIndex={index === focused ? 0 : -1}
                disabled={isBusy}
                title={`Make a new function from ${example.name}: ${example.summary}`}
                onFocus={() => {
                  setFocused(index);
                }}
                onClick={() => void create(example)}
              >
                <Icon name="add" />
                <span className="explorer-name">{example.name}</span>
                <span className="explorer-summary">{example.summary}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
