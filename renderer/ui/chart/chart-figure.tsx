import type { ReactNode } from "react";
import { useId, useState } from "react";
import { ChartFrame } from "./chart-frame";
import { cellAfterKey, cellAt } from "./nearest-cell";
import type { CellPicture } from "./shapes";
import { Patterns, Shapes } from "./svg";
import "./chart-figure.css";

interface Props {
  /** What the chart is, for its head and for a screen reader. */
  readonly title: string;
  /** Drawn for a width in pixels. */
  readonly draw: (width: number) => CellPicture;
  /** The same as a table. */
  readonly table: ReactNode;
  readonly csv: () => string;
  /** Name of the files that are saved, without the extension. */
  readonly fileName: string;
  /** Told in one line. */
  readonly onFailure: (message: string) => void;
  /** What else stands at the head. */
  readonly children?: ReactNode;
  /** A cell with an id was chosen, by Enter or a click. */
  readonly onCell?: (id: string) => void;
}

/** A chart: its picture, whose cells the pointer or the arrow keys choose, the table behind it, and both as files. */
export function ChartFigure({ title, draw, table, csv, fileName, onFailure, children, onCell }: Props) {
  return (
    <ChartFrame
      label={title}
      className="chart"
      headClassName="chart-head"
      head={
        <>
          <strong>{title}</strong>
          {children}
        </>
      }
      draw={draw}
      table={<div className="chart-table">{table}</div>}
      csv={csv}
      fileName={fileName}
      onFailure={onFailure}
    >
      {(picture) => <Drawing title={title} picture={picture} onCell={onCell} />}
    </ChartFrame>
  );
}

function Drawing({
  title,
  picture,
  onCell,
}: Pick<Props, "title"> & { readonly picture: CellPicture; readonly onCell: Props["onCell"] }) {
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const boxes = picture.cells.map(({ box }) => box);
  const active = chosen === null ? null : Math.min(chosen, boxes.length - 1);
  const cell = active === null ? undefined : picture.cells[active];
  const choose = (): void => {
    if (cell?.id !== undefined) onCell?.(cell.id);
  };
  return (
    <>
      <div
        className="chart-plot"
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, boxes.length - 1)}
        aria-valuenow={active ?? 0}
        aria-valuetext={(cell ?? picture.cells[0])?.text ?? ""}
        onKeyDown={(event) => {
          if (event.key === "Enter") choose();
          // The first key shows where the keys begin.
          const next =
            active === null && event.key.startsWith("Arrow") ? 0 : cellAfterKey(event.key, active ?? 0, boxes);
          if (next === null) return;
          event.preventDefault();
          setChosen(next);
        }}
        onPointerMove={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect();
          const x = event.clientX - left + event.currentTarget.scrollLeft;
          const found = cellAt({ x, y: event.clientY - top }, boxes);
          if (found !== -1) setChosen(found);
        }}
        onClick={choose}
      >
        <svg width={picture.width} height={picture.height} aria-hidden="true">
          <Patterns id={id} />
          <Shapes shapes={picture.shapes} patternId={id} />
          {cell !== undefined && <rect className="chart-cell" {...cell.box} />}
        </svg>
      </div>
      <p className="chart-reading">
        {cell?.text ?? "Point at the chart, or use the arrow keys: the exact figures are said here."}
      </p>
    </>
  );
}
