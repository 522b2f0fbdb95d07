import type { Workspace } from "../../../preload/contract";
import type { BuildProblem } from "../../../runtime/model";
import { openPlace } from "../../session";
import { formatCount, Icon } from "../../ui";
import { relativePath } from "../../bridge/functions";

/** Why the source did not build, each with the place that it is about. */
export function BuildFailure({
  workspace,
  problems,
}: {
  readonly workspace: Workspace;
  readonly problems: readonly BuildProblem[];
}) {
  return (
    <div className="console-failure" role="alert">
      <p className="console-failure-head">
        <Icon name="error" /> Not called: the source doesn't build ({formatCount(problems.length, "problem")}).
      </p>
      <ul className="console-failure-list">
        {problems.map((problem, index) => (
          // Two problems may say the same of the same place.
          <li key={index}>
            <BuildProblemLine workspace={workspace} problem={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function BuildProblemLine({ workspace, problem }: { readonly workspace: Workspace; readonly problem: BuildProblem }) {
  const { message, location, importChain } = problem;
  const path = location === null ? null : relativePath(workspace.folder, location.file);
  return (
    <>
      <div>{message}</div>
      {location !== null && path !== null && (
        <button
          type="button"
          className="console-link mono"
          onClick={() => {
            openPlace(path, location.line, location.column);
          }}
        >
          {path}:{location.line}:{location.column}
        </button>
      )}
      {location !== null && location.lineText.trim() !== "" && (
        <pre className="console-source">{location.lineText.trim()}</pre>
      )}
      {importChain.length > 1 && <div className="console-quiet mono">{importChain.join(" → ")}</div>}
    </>
  );
}
