import type { Workspace } from "../../../preload/contract";
import type { BuildProblem } from "../../../runtime/model";
import { openPlace, runCommand } from "../../session";
import { Button, formatCount, Icon } from "../../ui";
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
      <div className="console-failure-head">
        <p>
          <Icon name="error" /> Not called: the source doesn't build ({formatCount(problems.length, "problem")}).
        </p>
        {problems.some(({ code }) => code === "toolchain-missing") && (
          <Button
            kind="quiet"
            icon="tools"
            onClick={() => {
              runCommand("file.compilers");
            }}
          >
            Compilers…
          </Button>
        )}
        <Button
          kind="quiet"
          icon="copy"
          onClick={() => {
            void navigator.clipboard.writeText(problems.map((problem) => textOf(workspace, problem)).join("\n"));
          }}
        >
          Copy
        </Button>
      </div>
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

/** As compilers write it, `file:line:column: message`. */
function textOf(workspace: Workspace, { message, location, importChain }: BuildProblem): string {
  const place =
    location === null
      ? ""
      : `${relativePath(workspace.folder, location.file) ?? location.file}:${location.line}:${location.column}: `;
  return [`${place}${message}`, location?.lineText ?? "", importChain.join(" → ")]
    .filter((line) => line.trim() !== "")
    .join("\n");
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
