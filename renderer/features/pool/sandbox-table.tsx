import type { KeyboardEvent } from "react";
import type { SandboxInfo, SandboxState } from "../../../runtime/model";
import { selectInvocation, useSelection } from "../../session";
import { classNames, formatBytes, formatDuration, formatInteger, Icon, shownName } from "../../ui";

const ICONS: Readonly<Record<SandboxState, string>> = {
  starting: "loading",
  blank: "circle-large-outline",
  bound: "circle-large-filled",
  busy: "play-circle",
  dead: "circle-slash",
};

/** Every sandbox as it is now. The last call of each can be chosen; arrows lead from one to the next. */
export function SandboxTable({
  sandboxes,
  nowMs,
}: {
  readonly sandboxes: readonly SandboxInfo[];
  readonly nowMs: number;
}) {
  const selectedId = useSelection((state) => state.invocationId);
  const called = sandboxes.filter(({ callId }) => callId !== null);
  // One stop for the whole table: the selected call's, or the first.
  const stop = (called.find(({ callId }) => callId === selectedId) ?? called[0])?.id;
  return (
    <div className="pool-sandboxes" tabIndex={0} role="region" aria-label="Sandboxes" onKeyDown={step}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              Id
            </th>
            <th scope="col">State</th>
            <th scope="col">Engine</th>
            <th scope="col">Function</th>
            <th scope="col">Version</th>
            <th scope="col" className="number">
              Memory
            </th>
            <th scope="col" className="number">
              Limit
            </th>
            <th scope="col" className="number">
              Age
            </th>
            <th scope="col" className="number">
              Idle
            </th>
            <th scope="col" className="number">
              Calls
            </th>
            <th scope="col">Last call</th>
          </tr>
        </thead>
        <tbody>
          {sandboxes.map((sandbox) => (
            <tr
              key={sandbox.id}
              className={classNames(sandbox.callId !== null && sandbox.callId === selectedId && "pool-row-selected")}
            >
              <td className="number">{sandbox.id}</td>
              <td className={`pool-state-${sandbox.state}`}>
                <Icon name={ICONS[sandbox.state]} /> {sandbox.state}
              </td>
              <td>{sandbox.engine}</td>
              <td>{sandbox.functionName === null ? "–" : shownName(sandbox.functionName)}</td>
              <td className="mono" title={sandbox.version ?? undefined}>
                {sandbox.version?.replace("sha256:", "").slice(0, 8) ?? "–"}
              </td>
              <td className="number">{formatBytes(sandbox.memoryBytes)}</td>
              <td className="number">{formatBytes(sandbox.memoryLimitBytes)}</td>
              <td className="number">{since(sandbox.createdAtMs, nowMs)}</td>
              <td className="number">{sandbox.idleSinceMs === null ? "–" : since(sandbox.idleSinceMs, nowMs)}</td>
              <td className="number">{formatInteger(sandbox.uses)}</td>
              <td>
                {sandbox.callId === null ? (
                  "–"
                ) : (
                  <CallButton
                    id={sandbox.callId}
                    isSelected={sandbox.callId === selectedId}
                    isStop={sandbox.id === stop}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Shows the call in every panel. */
function CallButton({
  id,
  isSelected,
  isStop,
}: {
  readonly id: string;
  readonly isSelected: boolean;
  readonly isStop: boolean;
}) {
  return (
    <button
      type="button"
      className="pool-call mono"
      aria-pressed={isSelected}
      tabIndex={isStop ? 0 : -1}
      title={`Show the call ${id} in every panel`}
      onClick={() => {
        selectInvocation(id);
      }}
    >
      …{id.slice(-8)}
    </button>
  );
}

function step(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(".pool-call")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + by];
  if (by === 0 || at === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** Whole seconds: the view moves once a second, and finer figures would pretend more. */
function since(thenMs: number, nowMs: number): string {
  return formatDuration(Math.max(0, Math.round((nowMs - thenMs) / 1000)) * 1_000_000);
}
