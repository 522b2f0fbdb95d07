import { useState } from "react";
import { api, detailsOf, usePool } from "../../bridge";
import { notifyFailure, useCommand, withLongWork } from "../../session";
import { Button, EmptyState, ErrorState, LoadingState } from "../../ui";
import { OccupancyChart } from "./occupancy-chart";
import { PoolSizesForm } from "./pool-controls";
import { SandboxTable } from "./sandbox-table";
import { useOccupancy } from "./use-occupancy";
import "./pool.css";

/** The sandboxes of this program, live. */
export function PoolPanel() {
  const pool = usePool();
  const { samples, nowMs } = useOccupancy();
  const [isResizing, setIsResizing] = useState(false);
  const wanted = Math.max(1, pool.data?.options.maxPool ?? 1);
  useCommand("pool.prewarm", () => prewarm(wanted));
  useCommand("pool.drain", drain);
  if (pool.error !== null) {
    return <ErrorState message={pool.error.message} details={detailsOf(pool.error)} />;
  }
  if (pool.data === undefined) return <LoadingState label="Asking the pool…" />;
  const { sandboxes, queued, options } = pool.data;
  const prewarmButton = (
    <Button icon="flame" onClick={() => void prewarm(wanted)}>
      Prewarm {wanted}
    </Button>
  );
  return (
    <div className="pool">
      <div className="pool-actions">
        <span role="status">
          {sandboxes.length} {sandboxes.length === 1 ? "sandbox" : "sandboxes"}, at most {options.maxSandboxes} of an
          engine · {queued} waiting
        </span>
        <span className="pool-space" />
        {prewarmButton}
        <Button
          icon="trash"
          disabled={sandboxes.length === 0}
          title="End idle sandboxes; busy ones when they are done"
          onClick={() => void drain()}
        >
          Drain
        </Button>
        <Button
          icon="settings"
          aria-expanded={isResizing}
          onClick={() => {
            setIsResizing(!isResizing);
          }}
        >
          Sizes
        </Button>
      </div>
      {isResizing && (
        <PoolSizesForm
          pool={pool.data}
          onClose={() => {
            setIsResizing(false);
          }}
        />
      )}
      <OccupancyChart samples={samples} nowMs={nowMs} places={options.maxSandboxes} />
      {sandboxes.length === 0 ? (
        <EmptyState title="No sandbox is alive" action={prewarmButton}>
          A call starts one, cold. Prewarm some, and the next call finds one ready.
        </EmptyState>
      ) : (
        <SandboxTable sandboxes={sandboxes} nowMs={nowMs} />
      )}
    </div>
  );
}

async function prewarm(count: number): Promise<void> {
  const result = await withLongWork(`Prewarming ${count}`, (id) => api.prewarm({ id, count }));
  if (!result.ok) notifyFailure(result.error);
}

async function drain(): Promise<void> {
  const result = await withLongWork("Draining the pool", (id) => api.drain(id));
  if (!result.ok) notifyFailure(result.error);
}
