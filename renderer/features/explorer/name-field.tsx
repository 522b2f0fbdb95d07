import { useEffect, useRef, useState } from "react";

/** Asks for a name in the tree itself: Enter takes it, Escape gives up, leaving takes what can be taken. */
export function NameField({
  label,
  initial,
  selected,
  problemOf,
  onDone,
}: {
  readonly label: string;
  readonly initial: string;
  /** How many of its characters are selected, so that typing replaces them. */
  readonly selected: number;
  readonly problemOf: (name: string) => string | null;
  /** Null: given up. */
  readonly onDone: (name: string | null) => void;
}) {
  const [name, setName] = useState(initial);
  const [isTouched, setTouched] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(0, selected);
  }, [selected]);
  const problem = problemOf(name);
  const shownProblem = isTouched ? problem : null;
  const done = (value: string | null): void => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(value);
  };
  return (
    <span className="explorer-name-field">
      <input
        ref={input}
        className="field-input"
        aria-label={label}
        aria-invalid={shownProblem !== null}
        aria-describedby={shownProblem === null ? undefined : "explorer-name-problem"}
        spellCheck={false}
        value={name}
        onChange={(event) => {
          setName(event.target.value.trimStart());
          setTouched(true);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") done(null);
          if (event.key !== "Enter") return;
          setTouched(true);
          if (problem === null) done(name.trimEnd());
        }}
        onBlur={() => {
          done(problem === null && name !== initial ? name.trimEnd() : null);
        }}
      />
      {shownProblem !== null && (
        <span id="explorer-name-problem" role="alert" className="explorer-name-problem">
          {shownProblem}
        </span>
      )}
    </span>
  );
}
