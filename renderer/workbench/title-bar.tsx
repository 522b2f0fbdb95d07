import { useEffect } from "react";
import type { Workspace } from "../../preload/contract";
import { usePool } from "../bridge";
import { showPanel, useSelection } from "../session";
import { shownName } from "../ui";
import { summarizePool } from "./pool-dots";
import "./bars.css";

/** Workspace and function, and what the pool has ready. */
export function TitleBar({ workspace }: { readonly workspace: Workspace }) {
  const path = useSelection((state) => state.functionPath);
  const pool = usePool().data;
  const info = workspace.functions.find((candidate) => candidate.path === path);
  const title = shownName(info === undefined ? workspace.name : `${workspace.name} — ${info.name}`);
  useEffect(() => {
    document.title = `${title} — Coldframe`;
  }, [title]);
  const summary = pool === undefined ? null : summarizePool(pool);
  return (
    <header className="title-bar">
      <h1 className="title-bar-title">{title}</h1>
      {summary !== null && (
        <button
          type="button"
          className="bar-button"
          title="Show the pool"
          onClick={() => {
            showPanel("pool");
          }}
        >
          pool
          <span aria-hidden="true">
            <span className="pool-dots-full">{summary.full}</span>
            <span className="pool-dots-half">{summary.half}</span>
            {summary.empty}
          </span>
          {summary.text}
        </button>
      )}
    </header>
  );
}
