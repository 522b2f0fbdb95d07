import type { KeyboardEvent } from "react";
import { useState } from "react";
import { notifyError } from "../../session";
import { ChartFrame, Shapes } from "../../ui";
import type { OccupancyPicture } from "./occupancy-picture";
import {
  describeSample,
  occupancyCsv,
  occupancyPicture,
  QUEUE_TOKEN,
  sampleAt,
  STATE_TOKENS,
} from "./occupancy-picture";
import type { Sample } from "./pool-model";
import { placeOf, SPAN_MS, STACKED } from "./pool-model";
import { SampleTable } from "./sample-table";

interface Props {
  readonly samples: readonly Sample[];
  readonly nowMs: number;
  /** Sandboxes that may live at once. */
  readonly places: number;
}

/** Sandboxes by state over the last minutes, stacked, and the queue as a line. A table says the same. */
export function OccupancyChart({ samples, nowMs, places }: Props) {
  return (
    <ChartFrame
      className="pool-chart"
      head={
        <>
          <span title="Sampled at changes, ten a second at most">Occupancy, last {SPAN_MS / 60_000} minutes</span>
          <Legend />
        </>
      }
      draw={(width) => occupancyPicture(samples, nowMs, places, width)}
      table={<SampleTable samples={samples} />}
      csv={() => occupancyCsv(samples)}
      fileName="pool"
      onFailure={notifyError}
    >
      {(picture) => <Drawing picture={picture} samples={samples} nowMs={nowMs} />}
    </ChartFrame>
  );
}

/** The picture, with a moment that the pointer or the arrow keys choose: its exact figures are said above it. */
function Drawing({
  picture,
  samples,
  nowMs,
}: Pick<Props, "samples" | "nowMs"> & { readonly picture: OccupancyPicture }) {
  const [chosenMs, setChosenMs] = useState<number | null>(null);
  const { plot } = picture;
  const last = samples.length - 1;
  const found = chosenMs === null ? last : sampleAt(samples, chosenMs);
  const sample = samples[found];
  const press = (event: KeyboardEvent): void => {
    const next = stepOf(event.key, found, last);
    if (next === null) return;
    event.preventDefault();
    setChosenMs(samples[next]?.atMs ?? null);
  };
  const said = sample === undefined ? "nothing sampled yet" : describeSample(sample);
  const cursor = plot.x + placeOf(chosenMs ?? nowMs, nowMs) * plot.width;
  return (
    <div
      className="pool-plot"
      role="slider"
      tabIndex={0}
      aria-label="Moment of the occupancy"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, found)}
      aria-valuetext={said}
      onKeyDown={press}
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
        const place = Math.min(1, Math.max(0, (x - plot.x) / plot.width));
        setChosenMs(nowMs - (1 - place) * SPAN_MS);
      }}
      onPointerLeave={() => {
        setChosenMs(null);
      }}
      onBlur={() => {
        setChosenMs(null);
      }}
    >
      <span className="pool-reading">
        {chosenMs === null ? "now" : ""} {said}
      </span>
      <svg width={picture.width} height={picture.height} aria-hidden="true">
        <Shapes shapes={picture.shapes} patternId="pool" />
        <line className="pool-cursor" x1={cursor} x2={cursor} y1={plot.y} y2={plot.y + plot.height} />
      </svg>
    </div>
  );
}

/** Index of the sample that a key leads to; null: the key means nothing here. */
function stepOf(key: string, from: number, last: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    Home: 0,
    End: last,
  };
  const target = steps[key];
  return target === undefined || last < 0 ? null : Math.min(last, Math.max(0, target));
}

function Legend() {
  return (
    <span className="pool-legend">
      {STACKED.map((state) => (
        <span key={state}>
          <span className="pool-key" style={{ background: `var(${STATE_TOKENS[state]})` }} aria-hidden="true" /> {state}
        </span>
      ))}
      <span>
        <span className="pool-key pool-key-queue" style={{ borderColor: `var(${QUEUE_TOKEN})` }} aria-hidden="true" />{" "}
        waiting calls
      </span>
    </span>
  );
}
