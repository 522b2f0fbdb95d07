import type { ReactNode } from "react";
import { useId, useRef, useState } from "react";
import { useWidth } from "../use-size";
import { ChartButtons } from "./chart-buttons";
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
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const picture = draw(useWidth(frame));
  return (
    <figure ref={frame} className="chart" aria-label={title}>
      <figcaption className="chart-head">
        <strong>{title}</strong>
        {children}
        <span className="chart-space" />
        <ChartButtons
          asTable={asTable}
          onAsTable={setAsTable}
          picture={() => picture}
          host={frame}
          csv={csv}
          fileName={fileName}
          onFailure={onFailure}
        />
      </figcaption>
      {asTable ? (
        <div className="chart-table">{table}</div>
      ) : (
        <Drawing title={title} picture={picture} onCell={onCell} />
      )}
    </figure>
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
