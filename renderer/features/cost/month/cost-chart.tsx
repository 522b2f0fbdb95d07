import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { memo, useId, useMemo, useRef, useState } from "react";
import type { Decimal } from "../../../../runtime/cost";
import { decimalText } from "../../../../runtime/cost";
import { notifyError } from "../../../session";
import { ChartButtons, Shapes, useHeight, useWidth } from "../../../ui";
import { rateAt } from "./axis-model";
import { ChartTable } from "./chart-table";
import type { CostPicture } from "./chart-picture";
import { costPicture, labelShapes, xOf } from "./chart-picture";
import { rateOfKey } from "./chart-keys";
import type { CostChart } from "./line-model";
import { chartCsv, describeRate } from "./reading-model";

/** Pixels of the lines above the picture. */
const AROUND = 70;
/** Pixels within which the pointer takes a break-even point's exact rate. */
const SNAP = 5;

/** What a month costs at every rate, on platforms and servers, with the points where they change places. A table says the same. */
export function CostChartView({
  chart,
  fileName,
  view,
  children,
}: {
  readonly chart: CostChart;
  readonly fileName: string;
  /** What the chart is scrolled in: it is to be seen whole. */
  readonly view: RefObject<HTMLElement | null>;
  /** What chooses the platform that is compared. */
  readonly children: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const room = useHeight(view) - AROUND;
  const picture = useMemo(() => costPicture(chart, width, room), [chart, width, room]);
  return (
    <figure ref={frame} className="month-chart">
      <figcaption>
        <span>Cost against rate</span>
        {children}
        <span className="cost-space" />
        <ChartButtons
          asTable={asTable}
          onAsTable={setAsTable}
          picture={() => ({ ...picture, shapes: [...picture.shapes, ...labelShapes(chart, picture, chart.current)] })}
          host={drawn}
          csv={() => chartCsv(chart, picture.rates)}
          fileName={fileName}
          onFailure={notifyError}
        />
      </figcaption>
      <div ref={drawn} className="month-drawn">
        {asTable ? <ChartTable chart={chart} rates={picture.rates} /> : <Drawing chart={chart} picture={picture} />}
      </div>
    </figure>
  );
}

/** The picture, with a rate that the pointer or the keys choose: what it costs there is said above, and beside each line. */
function Drawing({ chart, picture }: { readonly chart: CostChart; readonly picture: CostPicture }) {
  const id = useId();
  const [chosen, setChosen] = useState<Decimal | null>(null);
  const rps = chosen ?? chart.current;
  const said = useMemo(() => describeRate(chart, rps), [chart, rps]);
  const labels = useMemo(() => labelShapes(chart, picture, rps), [chart, picture, rps]);
  const { plot, rates } = picture;
  const cursor = xOf(rps, picture);
  const press = (event: KeyboardEvent): void => {
    const next = rateOfKey(event.key, rps, chart.points, rates);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <div
      className="month-plot"
      role="slider"
      tabIndex={0}
      aria-label="Rate on the chart, requests per second"
      aria-valuemin={10 ** rates.low}
      aria-valuemax={10 ** rates.high}
      aria-valuenow={Number(decimalText(rps))}
      aria-valuetext={said}
      onKeyDown={press}
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
        const near = chart.points.find((point) => Math.abs(xOf(point.rps, picture) - x) <= SNAP);
        setChosen(near?.rps ?? rateAt((x - plot.x) / plot.width, rates));
      }}
      onPointerLeave={() => {
        setChosen(null);
      }}
      onBlur={() => {
        setChosen(null);
      }}
    >
      <p className="month-reading">
        {chosen === null && "now "}
        {said}
      </p>
      <svg width={picture.width} height={picture.height} aria-hidden="true">
        <Still picture={picture} patternId={id} />
        <Shapes shapes={labels} patternId={id} />
        <line className="month-cursor" x1={cursor} x2={cursor} y1={plot.y} y2={plot.y + plot.height} />
      </svg>
      <span className="month-hint">Page Up, Page Down: break-even points</span>
    </div>
  );
}

/** What does not move with the pointer. */
const Still = memo(function Still({
  picture,
  patternId,
}: {
  readonly picture: CostPicture;
  readonly patternId: string;
}) {
  return <Shapes shapes={picture.shapes} patternId={patternId} />;
});
