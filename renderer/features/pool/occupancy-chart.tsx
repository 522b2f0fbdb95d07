import { useState } from "react";
import { Button, formatInteger } from "../../ui";
import type { Sample, StackedState } from "./pool-model";
import { highest, SPAN_MS, STACKED, stretches, total } from "./pool-model";

const WIDTH = 600;
const HEIGHT = 96;

/** Sandboxes by state over the last minutes, stacked, and the queue as a line. A table says the same. */
export function OccupancyChart({
  samples,
  nowMs,
  places,
}: {
  readonly samples: readonly Sample[];
  readonly nowMs: number;
  /** Sandboxes that may live at once. */
  readonly places: number;
}) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="pool-chart">
      <figcaption>
        <span>
          Sandboxes and waiting calls, last {SPAN_MS / 60_000} minutes (sampled at changes, ten a second at most)
        </span>
        <Legend />
        <Button
          kind="quiet"
          icon={asTable ? "graph" : "table"}
          onClick={() => {
            setAsTable(!asTable);
          }}
        >
          {asTable ? "Chart" : "Table"}
        </Button>
      </figcaption>
      {asTable ? <SampleTable samples={samples} /> : <Drawing samples={samples} nowMs={nowMs} places={places} />}
    </figure>
  );
}

function Drawing({
  samples,
  nowMs,
  places,
}: {
  readonly samples: readonly Sample[];
  readonly nowMs: number;
  readonly places: number;
}) {
  const top = highest(samples, places);
  const y = (count: number): number => HEIGHT - (count / top) * HEIGHT;
  const last = samples.at(-1);
  const label =
    last === undefined
      ? "nothing sampled yet"
      : `now ${total(last.counts)} sandboxes, ${last.counts.busy} of them busy, ${last.queued} calls waiting`;
  return (
    <div className="pool-plot">
      <span className="pool-axis-top number">{formatInteger(top)} sandboxes</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {stretches(samples, nowMs).map(({ from, to, sample }) => (
          <g key={sample.atMs}>
            <title>{describe(sample)}</title>
            {STACKED.map((state, index) => {
              const below = STACKED.slice(0, index).reduce((sum, other) => sum + sample.counts[other], 0);
              const count = sample.counts[state];
              return (
                <rect
                  key={state}
                  className={`pool-area pool-area-${state}`}
                  x={from * WIDTH}
                  width={(to - from) * WIDTH}
                  y={y(below + count)}
                  height={y(below) - y(below + count)}
                />
              );
            })}
            <line
              className="pool-queue"
              x1={from * WIDTH}
              x2={to * WIDTH}
              y1={y(sample.queued)}
              y2={y(sample.queued)}
            />
          </g>
        ))}
      </svg>
      <span className="pool-axis-time">
        <span>−{SPAN_MS / 60_000} min</span>
        <span>now</span>
      </span>
    </div>
  );
}

function Legend() {
  return (
    <span className="pool-legend">
      {STACKED.map((state) => (
        <span key={state}>
          <span className={`pool-key pool-area-${state}`} aria-hidden="true" /> {state}
        </span>
      ))}
      <span>
        <span className="pool-key pool-key-queue" aria-hidden="true" /> waiting calls
      </span>
    </span>
  );
}

function SampleTable({ samples }: { readonly samples: readonly Sample[] }) {
  return (
    <div className="pool-samples" tabIndex={0} role="region" aria-label="Samples">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {STACKED.map((state) => (
              <th key={state} scope="col" className="number">
                {state}
              </th>
            ))}
            <th scope="col" className="number">
              waiting
            </th>
          </tr>
        </thead>
        <tbody>
          {[...samples].reverse().map((sample) => (
            <tr key={sample.atMs}>
              <td>{new Date(sample.atMs).toLocaleTimeString()}</td>
              {STACKED.map((state: StackedState) => (
                <td key={state} className="number">
                  {sample.counts[state]}
                </td>
              ))}
              <td className="number">{sample.queued}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describe(sample: Sample): string {
  const parts = STACKED.map((state) => `${sample.counts[state]} ${state}`);
  return `${new Date(sample.atMs).toLocaleTimeString()}: ${parts.join(", ")}, ${sample.queued} waiting`;
}
