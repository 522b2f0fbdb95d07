import type { RefObject } from "react";
import { useMemo, useRef, useState } from "react";
import { cheapestOfEach, fullTitle, priceListName, projectionCsv } from "../../../../runtime/cost";
import type { Baseline, MonthProjection, PriceList, ServerMonth } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { Checkbox, IconButton, LoadingState, saveBlob, Select } from "../../../ui";
import type { CostViewProps } from "../cost-view";
import type { Calls } from "./calls-model";
import { CostChartView } from "./cost-chart";
import { MonthCalls } from "./month-calls";
import { MonthControls } from "./month-controls";
import { assumptionsOf, baselinesOf, costLines, describeTraffic } from "./month-model";
import { comparePlatform, useMonthStore } from "./month-store";
import { PlatformTable } from "./platform-table";
import { BreakEvenTable, ServerTable } from "./month-tables";
import { useBreakEvens } from "./use-break-evens";
import type { Month } from "./use-month";
import { useMonth, useProjection } from "./use-month";
import "./month.css";

/** What a month of a function costs: on platforms, on servers that carry as much, and from which rate on servers cost less. */
export function MonthView(props: CostViewProps) {
  return <MonthCalls>{(calls, invocation) => <MonthOf {...props} calls={calls} invocation={invocation} />}</MonthCalls>;
}

function MonthOf({
  pricing,
  chosen,
  calls,
  invocation: { functionName },
}: CostViewProps & { readonly calls: Calls; readonly invocation: Invocation }) {
  const month = useMonth(calls, pricing);
  const projection = useProjection(month, chosen);
  const view = useRef<HTMLDivElement>(null);
  return (
    <section className="cost-view month" aria-label="A month">
      <div className="month-columns">
        <MonthControls calls={calls} />
        <div ref={view} className="month-results" tabIndex={0} role="region" aria-label="What the month costs">
          <WrongField />
          <div className="month-head">
            <span>
              <strong>{functionName}</strong> {describeTraffic(month)}
            </span>
            <span className="cost-space" />
            <IconButton
              icon="save"
              label="Month as CSV"
              onClick={() => {
                saveBlob(new Blob([projectionCsv([projection])], { type: "text/csv" }), `month-${functionName}.csv`);
              }}
            />
          </div>
          <PlatformTable platforms={projection.platforms} lists={chosen} />
          <Chart month={month} projection={projection} chosen={chosen} view={view} fileName={`rates-${functionName}`} />
          <Servers month={month} projection={projection} chosen={chosen} />
          <h3 className="month-heading">What this takes for granted</h3>
          <ul className="month-assumptions">
            {assumptionsOf(month, calls).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function WrongField() {
  const isWrong = useMonthStore(({ problems }) => Object.keys(problems).length > 0);
  if (!isWrong) return null;
  return (
    <p role="status" className="cost-warning cost-paragraph">
      A field makes no sense: these are the figures of what all fields said before.
    </p>
  );
}

interface PartProps {
  readonly month: Month;
  readonly projection: MonthProjection;
  readonly chosen: readonly PriceList[];
}

/** Costs at every rate, one of the platforms held against the servers. */
function Chart({
  month: { mix, options, peak, choice },
  projection,
  chosen,
  view,
  fileName,
}: PartProps & { readonly view: RefObject<HTMLElement | null>; readonly fileName: string }) {
  const baselines = useBaselines(cheapestOfEach(projection.servers));
  const wanted = useMonthStore((state) => state.compared);
  const compared = chosen.find((list) => priceListName(list) === wanted) ?? chosen[0];
  const lines = useMemo(
    () => (compared === undefined ? null : costLines({ mix, options, peak }, chosen, baselines, compared)),
    [mix, options, peak, chosen, baselines, compared],
  );
  const chart = useMemo(() => (lines === null ? null : { ...lines, current: choice.rps }), [lines, choice.rps]);
  if (chart === null || compared === undefined) return null;
  return (
    <CostChartView chart={chart} view={view} fileName={fileName}>
      <Select
        label="Hold against the servers"
        hideLabel
        title="Held against the servers"
        value={priceListName(compared)}
        options={chosen.map((list) => ({ value: priceListName(list), label: fullTitle(list) }))}
        onValue={comparePlatform}
      />
    </CostChartView>
  );
}

/** The month on always-on servers, and the rates from which on they cost less. */
function Servers({ month, projection, chosen }: PartProps) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? projection.servers : cheapestOfEach(projection.servers);
  const { rows, isStale } = useBreakEvens(month, chosen, useBaselines(shown));
  return (
    <>
      <ServerTable servers={shown} />
      <Checkbox
        label="Show every server, not only the cheapest of each provider that carries the month"
        checked={showsAll}
        onChange={(event) => {
          setShowsAll(event.target.checked);
        }}
      />
      {rows === null ? (
        <LoadingState label="Solving the break-even rates…" />
      ) : (
        <BreakEvenTable rows={rows} lists={chosen} isStale={isStale} />
      )}
    </>
  );
}

/** The same list as long as the servers are the same ones, however their order changes with the rate. */
function useBaselines(servers: readonly ServerMonth[]): readonly Baseline[] {
  const ids = servers
    .map(({ baseline }) => baseline)
    .sort()
    .join(" ");
  return useMemo(() => baselinesOf(ids.split(" ")), [ids]);
}
