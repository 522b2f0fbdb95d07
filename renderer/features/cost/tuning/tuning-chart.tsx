import type { KeyboardEvent, ReactNode } from "react";
import { useId, useState } from "react";
import type { PlatformTuning } from "../../../../runtime/cost";
import { notifyError } from "../../../session";
import { ChartFrame, Patterns, Shapes } from "../../../ui";
import type { TuningRow } from "./tuning-model";
import { megabytes } from "./tuning-model";
import type { TuningPicture } from "./tuning-picture";
import { tuningPicture } from "./tuning-picture";
import { TuningTable } from "./tuning-table";
import { describeRow } from "./tuning-text";

interface Props {
  readonly rows: readonly TuningRow[];
  readonly platform: PlatformTuning;
  /** The platform's, to be read. */
  readonly title: string;
  /** Name of the files that are saved, without the extension. */
  readonly fileName: string;
  /** For a spreadsheet: every platform, not only the one that is drawn. */
  readonly csv: () => string;
  /** What stands at the head of the chart. */
  readonly children: ReactNode;
}

/** Time against cost for each memory size, as a picture and as a table. */
export function TuningChart({ rows, platform, title, fileName, csv, children }: Props) {
  return (
    <ChartFrame
      className="tuning-chart"
      headClassName="cost-line"
      head={children}
      draw={(width) => tuningPicture(rows, platform, width)}
      table={<TuningTable rows={rows} platform={platform} title={title} />}
      csv={csv}
      fileName={fileName}
      onFailure={notifyError}
    >
      {(picture) => <Drawing rows={rows} title={title} picture={picture} />}
    </ChartFrame>
  );
}

/** The picture, with a size that the pointer or the arrow keys choose: its exact figures are said below it. */
function Drawing({ rows, title, picture }: Pick<Props, "rows" | "title"> & { readonly picture: TuningPicture }) {
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const last = rows.length - 1;
  const usual = Math.max(
    0,
    rows.findIndex(({ choices }) => choices.includes("balanced")),
  );
  const active = Math.min(chosen ?? usual, last);
  const row = rows[active];
  const place = picture.rows[active];
  const press = (event: KeyboardEvent): void => {
    const next = stepOf(event.key, active, last);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <>
      <div
        className="tuning-plot"
        role="slider"
        tabIndex={0}
        aria-label="Memory size"
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={active}
        aria-valuetext={row === undefined ? "" : describeRow(row, title)}
        onKeyDown={press}
        onPointerMove={(event) => {
          const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
          const found = picture.rows.findIndex((one) => y >= one.y && y < one.y + one.height);
          if (found !== -1) setChosen(found);
        }}
      >
        <svg width={picture.width} height={picture.height} aria-hidden="true">
          <Patterns id={id} />
          {place !== undefined && <rect className="tuning-row" x={0} width={picture.width} {...place} />}
          <Shapes shapes={picture.shapes} patternId={id} />
        </svg>
      </div>
      <p className="tuning-reading">{row === undefined ? "" : describeRow(row, title)}</p>
    </>
  );
}

/** Index of the row that a key leads to; null: the key means nothing here. */
function stepOf(key: string, from: number, last: number): number | null {
  if (key === "ArrowDown" || key === "ArrowRight") return Math.min(from + 1, last);
  if (key === "ArrowUp" || key === "ArrowLeft") return Math.max(from - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? last : null;
}

/** What the bars and the signs mean. */
export function TuningLegend({ platform }: { readonly platform: PlatformTuning }) {
  return (
    <span className="tuning-legend">
      <span>
        <span className="tuning-key tuning-key-measured" aria-hidden="true" /> measured here
      </span>
      {platform.cpuShare !== null && (
        <span>
          <span className="tuning-key tuning-key-modelled" aria-hidden="true" /> modelled: 1 vCPU from{" "}
          {megabytes(platform.cpuShare.fullMemoryMb)}
        </span>
      )}
      <span>
        <span className="tuning-key tuning-key-cost" aria-hidden="true" /> cost
      </span>
      <span>├┤ 95 %</span>
    </span>
  );
}
