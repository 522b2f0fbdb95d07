import { useMemo, useState } from "react";
import { cheapestOfEach, priceListName } from "../../../../runtime/cost";
import type { Baseline, MonthProjection, PriceList, ServerMonth } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { Checkbox, LoadingState, Select } from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { fullTitle } from "../pricing-model";
import type { Calls } from "./calls-model";
import { CostChartView } from "./cost-chart";
import { MonthCalls } from "./month-calls";
import { MonthControls } from "./month-controls";
import { assumptionsOf, baselinesOf, costLines, describeTraffic } from "./month-model";
import { comparePlatform, useMonthStore } from "./month-store";
import { BreakEvenTable, PlatformTable, ServerTable } from "./month-tables";
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
  invocation,
}: CostViewProps & { readonly calls: Calls; readonly invocation: Invocation }) {
  const month = useMonth(calls, pricing);
  const projection = useProjection(month, chosen);
  const isWrong = useMonthStore(({ problems }) => Object.keys(problems).length > 0);
  return (
    <section className="cost-view month" aria-label="A month">
      <div className="month-columns">
        <MonthControls calls={calls} />
        <div className="month-results" tabIndex={0} role="region" aria-label="What the month costs">
          {isWrong && (
            <p role="status" className="cost-warning cost-paragraph">
              A field makes no sense: these are the figures of what all fields said before.
            </p>
          )}
          <p className="cost-paragraph">
            <strong>{invocation.functionName}</strong> {describeTraffic(month)}
          </p>
          <PlatformTable platforms={projection.platforms} />
          <Servers
            month={month}
            projection={projection}
            chosen={chosen}
            fileName={`month-${invocation.functionName}`}
          />
          <h3 className="month-heading">What this takes for granted</h3>
          <ul className="month-assumptions">
            {assumptionsOf(month).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

/** Everything with servers in it: their month, the chart, and the break-even rates. */
function Servers({
  month,
  projection,
  chosen,
  fileName,
}: {
  readonly month: Month;
  readonly projection: MonthProjection;
  readonly chosen: readonly PriceList[];
  readonly fileName: string;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const cheapest = cheapestOfEach(projection.servers);
  const shown = showsAll ? projection.servers : cheapest;
  const drawn = useBaselines(cheapest);
  const solved = useBaselines(shown);
  return (
    <>
      <Chart month={month} chosen={chosen} baselines={drawn} fileName={fileName} />
      <ServerTable servers={shown} />
      <Checkbox
        label="Show every server, not only the cheapest of each provider that carries the month"
        checked={showsAll}
        onChange={(event) => {
          setShowsAll(event.target.checked);
        }}
      />
      <BreakEvens month={month} chosen={chosen} baselines={solved} />
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

/** Costs at every rate, one of the platforms held against the servers. */
function Chart({
  month: { mix, options, peak, choice },
  chosen,
  baselines,
  fileName,
}: {
  readonly month: Month;
  readonly chosen: readonly PriceList[];
  readonly baselines: readonly Baseline[];
  readonly fileName: string;
}) {
  const wanted = useMonthStore((state) => state.compared);
  const compared = chosen.find((list) => priceListName(list) === wanted) ?? chosen[0];
  const lines = useMemo(
    () => (compared === undefined ? null : costLines({ mix, options, peak }, chosen, baselines, compared)),
    [mix, options, peak, chosen, baselines, compared],
  );
  const chart = useMemo(() => (lines === null ? null : { ...lines, current: choice.rps }), [lines, choice.rps]);
  if (chart === null || compared === undefined) return null;
  return (
    <>
      <Select
        label="Hold against the servers"
        className="month-compared"
        value={priceListName(compared)}
        options={chosen.map((list) => ({ value: priceListName(list), label: fullTitle(list) }))}
        onValue={comparePlatform}
      />
      <CostChartView chart={chart} fileName={fileName} />
    </>
  );
}

function BreakEvens({
  month,
  chosen,
  baselines,
}: {
  readonly month: Month;
  readonly chosen: readonly PriceList[];
  readonly baselines: readonly Baseline[];
}) {
  const { rows, isStale } = useBreakEvens(month, chosen, baselines);
  if (rows === null) return <LoadingState label="Solving the break-even rates…" />;
  return <BreakEvenTable rows={rows} isStale={isStale} />;
}
