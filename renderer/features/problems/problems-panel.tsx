import type { KeyboardEvent } from "react";
import { useMemo, useRef, useState } from "react";
import type { Problem } from "../../session";
import { openPlace, useProblems } from "../../session";
import { Button, Checkbox, EmptyState, Icon, IconButton } from "../../ui";
import type { ProblemGroup } from "./problems-model";
import { countProblems, groupProblems, listTarget, problemsText, problemText, summaryText } from "./problems-model";
import "./problems.css";

export function ProblemsPanel() {
  const { all } = useProblems();
  const [shown, setShown] = useState({ errors: true, warnings: true });
  const groups = useMemo(() => groupProblems(all, shown), [all, shown]);
  const counts = countProblems(all);
  return (
    <div className="problems">
      <div className="problems-head">
        <span className="problems-count" role="status">
          {summaryText(counts)}
        </span>
        <Checkbox
          label="Errors"
          checked={shown.errors}
          onChange={(event) => {
            setShown({ ...shown, errors: event.target.checked });
          }}
        />
        <Checkbox
          label="Warnings"
          checked={shown.warnings}
          onChange={(event) => {
            setShown({ ...shown, warnings: event.target.checked });
          }}
        />
        <IconButton
          icon="copy"
          label="Copy all problems that are shown"
          disabled={groups.length === 0}
          onClick={() => void navigator.clipboard.writeText(problemsText(groups))}
        />
      </div>
      {groups.length === 0 ? (
        <NoProblems
          hidden={all.length}
          onShowAll={() => {
            setShown({ errors: true, warnings: true });
          }}
        />
      ) : (
        <ProblemList groups={groups} />
      )}
    </div>
  );
}

function NoProblems({ hidden, onShowAll }: { readonly hidden: number; readonly onShowAll: () => void }) {
  if (hidden === 0) {
    return (
      <EmptyState title="No problems">
        What the type checker, the bundler and your calls find wrong in this folder is listed here.
      </EmptyState>
    );
  }
  return <EmptyState title={`${hidden} hidden by the filter`} action={<Button onClick={onShowAll}>Show all</Button>} />;
}

/** One list over all files: arrows move through it, Enter goes to the place, Ctrl/Cmd+C copies the line. */
function ProblemList({ groups }: { readonly groups: readonly ProblemGroup[] }) {
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const flat = groups.flatMap(({ problems }) => problems);
  const current = Math.min(focused, flat.length - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const problem = flat[current];
    if ((event.ctrlKey || event.metaKey) && event.key === "c" && problem !== undefined) {
      void navigator.clipboard.writeText(problemText(problem));
      event.preventDefault();
      return;
    }
    const target = listTarget(event.key, current, flat.length);
    if (target === null) return;
    event.preventDefault();
    setFocused(target);
    list.current?.querySelectorAll<HTMLElement>(".problems-line")[target]?.focus();
  };
  let index = -1;
  return (
    <div ref={list} className="problems-list" role="region" aria-label="Problems by file" onKeyDown={onKeyDown}>
      {groups.map(({ path, problems }) => (
        <section key={path ?? ""} aria-label={path ?? "In no file"}>
          <h3 className="problems-file">
            <Icon name={path === null ? "circle-slash" : "file-code"} /> {path ?? "In no file"}
            <span className="problems-file-count">{problems.length}</span>
          </h3>
          <ul className="problems-lines">
            {problems.map((problem) => {
              index += 1;
              const own = index;
              return (
                <li key={`${problem.source} ${problemText(problem)}`}>
                  <ProblemLine
                    problem={problem}
                    isCurrent={own === current}
                    onFocus={() => {
                      setFocused(own);
                    }}
                  />
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

const SOURCES: Readonly<Record<Problem["source"], string>> = { build: "build", typescript: "types", call: "call" };

function ProblemLine({
  problem: { severity, source, message, place },
  isCurrent,
  onFocus,
}: {
  readonly problem: Problem;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
}) {
  return (
    <button
      type="button"
      className="problems-line"
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      onClick={() => {
        if (place !== null) openPlace(place.path, place.line, place.column);
      }}
    >
      <span className={`problems-severity problems-severity-${severity}`}>
        <Icon name={severity} /> {severity}
      </span>
      <span className="problems-message">{message}</span>
      <span className="problems-source">{SOURCES[source]}</span>
      {place !== null && (
        <span className="problems-place number">
          {place.line}:{place.column}
        </span>
      )}
    </button>
  );
}
