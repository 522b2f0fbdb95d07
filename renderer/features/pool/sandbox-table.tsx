import type { SandboxInfo, SandboxState } from "../../../runtime/model";
import { formatBytes, formatDuration, formatInteger, Icon } from "../../ui";

const ICONS: Readonly<Record<SandboxState, string>> = {
  starting: "loading",
  blank: "circle-large-outline",
  bound: "circle-large-filled",
  busy: "play-circle",
  dead: "circle-slash",
};

/** Every sandbox as it is now. */
export function SandboxTable({
  sandboxes,
  nowMs,
}: {
  readonly sandboxes: readonly SandboxInfo[];
  readonly nowMs: number;
}) {
  return (
    <div className="pool-sandboxes" tabIndex={0} role="region" aria-label="Sandboxes">
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
          </tr>
        </thead>
        <tbody>
          {sandboxes.map((sandbox) => (
            <tr key={sandbox.id}>
              <td className="number">{sandbox.id}</td>
              <td className={`pool-state-${sandbox.state}`}>
                <Icon name={ICONS[sandbox.state]} /> {sandbox.state}
              </td>
              <td>{sandbox.engine}</td>
              <td>{sandbox.functionName ?? "–"}</td>
              <td className="mono" title={sandbox.version ?? undefined}>
                {sandbox.version?.replace("sha256:", "").slice(0, 8) ?? "–"}
              </td>
              <td className="number">{formatBytes(sandbox.memoryBytes)}</td>
              <td className="number">{formatBytes(sandbox.memoryLimitBytes)}</td>
              <td className="number">{since(sandbox.createdAtMs, nowMs)}</td>
              <td className="number">{sandbox.idleSinceMs === null ? "–" : since(sandbox.idleSinceMs, nowMs)}</td>
              <td className="number">{formatInteger(sandbox.uses)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whole seconds: the view moves once a second, and finer figures would pretend more. */
function since(thenMs: number, nowMs: number): string {
  return formatDuration(Math.max(0, Math.round((nowMs - thenMs) / 1000)) * 1_000_000);
}
