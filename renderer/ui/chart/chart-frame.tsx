import type { ReactNode } from "react";
import { useRef, useState } from "react";
import { useWidth } from "../use-size";
import { ChartButtons } from "./chart-buttons";
import type { Picture } from "./shapes";
import "./chart-figure.css";

interface Props<Drawn extends Picture> {
  /** For a screen reader, where the head does not say it. */
  readonly label?: string;
  readonly className: string;
  readonly headClassName?: string;
  /** What stands at the head, before the buttons. */
  readonly head: ReactNode;
  /** The chart’s own buttons. */
  readonly buttons?: ReactNode;
  /** Drawn for a width in pixels. */
  readonly draw: (width: number) => Drawn;
  /** The picture as the window shows it. */
  readonly children: (picture: Drawn) => ReactNode;
  /** The same as a table. */
  readonly table: ReactNode;
  readonly csv: () => string;
  /** Name of the files that are saved, without the extension. */
  readonly fileName: string;
  /** Told in one line. */
  readonly onFailure: (message: string) => void;
}

/** What every chart has around it: its head, and its picture or the table behind it. */
export function ChartFrame<Drawn extends Picture>({
  label,
  className,
  headClassName,
  head,
  buttons,
  draw,
  children,
  table,
  csv,
  fileName,
  onFailure,
}: Props<Drawn>) {
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const picture = draw(useWidth(frame));
  return (
    <figure ref={frame} className={className} aria-label={label}>
      <figcaption className={headClassName}>
        {head}
        <span className="chart-space" />
        {buttons}
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
      {asTable ? table : children(picture)}
    </figure>
  );
}
