import { decimalText, perMillion } from "../../../../runtime/cost";
import type { PoolCost } from "../../../../runtime/cost";
import { differenceText, FIGURE_TEXTS } from "../../../../runtime/simulation";
import { formatDuration, formatShare, formatUsd } from "../../../ui";
import type { HeldRow } from "./held-picture";
import { total } from "./held-picture";
import type { LatencyRow } from "./latency-picture";
import { shareTable } from "./share-picture";
import type { Answer } from "./simulation-protocol";

/** Every figure of both settings, and whether it differs. */
export function FigureTable({
  answer: { now, changed },
  repetitions,
}: {
  readonly answer: Answer;
  readonly repetitions: number;
}) {
  return (
    <Table
      caption={`Means of ${repetitions} simulations of the same calls; differences with 95 % intervals`}
      head={["", "now", "with the sliders", "difference"]}
      rows={FIGURE_TEXTS.map(({ figure, label, text }) => ({
        label,
        cells: [
          ...[now, changed].map(({ figures }) => {
            const mean = figures[figure]?.mean;
            return mean === undefined ? "–" : text(mean);
          }),
          differenceText(changed.differences?.[figure] ?? null, text),
        ],
      }))}
    />
  );
}

/** What the calls cost on platforms that start them so, and the pool's own memory. */
export function CostTable({ now, changed }: { readonly now: PoolCost; readonly changed: PoolCost }) {
  const usd = (cost: PoolCost, row: number): string => {
    const found = cost.platforms[row]?.usd ?? null;
    return found === null ? "–" : formatUsd(perMillion(found));
  };
  const memory = (cost: PoolCost): string => `${formatUsd(decimalText(cost.memoryMonthUsd))} of ${cost.baseline.title}`;
  return (
    <Table
      caption="Estimated cost: a million calls on platforms that start them as the pool did, and the memory held as a part of an always-on server"
      head={["", "now", "with the sliders"]}
      rows={[
        ...now.platforms.map(({ title }, row) => ({ label: title, cells: [usd(now, row), usd(changed, row)] })),
        { label: "memory held, a month", cells: [memory(now), memory(changed)] },
      ]}
    />
  );
}

export function ShareTable({ answer }: { readonly answer: Answer }) {
  return <Table caption="Shares of all calls" head={["", "now", "with the sliders"]} rows={shareTable(answer)} />;
}

export function LatencyTable({ rows }: { readonly rows: readonly LatencyRow[] }) {
  return (
    <Table
      caption="Shares of the answered calls that took no longer"
      head={["latency", "now", "with the sliders"]}
      rows={rows.map(({ us, now, changed }) => ({
        label: formatDuration(us),
        cells: [formatShare(now, 1), formatShare(changed, 1)],
      }))}
    />
  );
}

export function HeldTable({ rows }: { readonly rows: readonly HeldRow[] }) {
  return (
    <Table
      caption="Sandboxes held, means of each part of the time"
      head={["from", "now", "with the sliders", "bound", "blank", "being made ready"]}
      rows={rows.map(({ fromUs, now, changed }) => ({
        label: formatDuration(fromUs),
        cells: [total(now), total(changed), changed.bound, changed.blank, changed.preparing].map((count) =>
          count.toFixed(2),
        ),
      }))}
    />
  );
}

interface TableProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
}

function Table({ caption, head, rows }: TableProps) {
  return (
    <div className="profile-scroll">
      <table className="profile-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((title, column) => (
              <th key={title} scope="col" className={column === 0 ? undefined : "number"}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map((cell, column) => (
                <td key={head[column + 1]} className="number">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
