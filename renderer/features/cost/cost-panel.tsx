import type { ComponentType, ReactNode } from "react";
import { useMemo, useState } from "react";
import { detailsOf, usePricing, useSettings } from "../../bridge";
import type { CostViewName } from "../../session";
import { COST_VIEWS, useCostView } from "../../session";
import { Button, EmptyState, ErrorState, LoadingState, Tabs } from "../../ui";
import { AdviceView } from "./advice";
import { ArchitecturesView } from "./architectures";
import { BillView } from "./bill";
import { MonthView } from "./month";
import { CalibrationView } from "./calibration";
import type { CostViewProps } from "./cost-view";
import { PlatformsDialog } from "./platforms-dialog";
import { PriceListsView } from "./price-lists";
import { chosenLists, unknownNames } from "./pricing-model";
import { TuningView } from "./tuning";
import "./cost.css";

interface View {
  readonly label: string;
  readonly component: ComponentType<CostViewProps>;
  /** Whether it shows nothing where no platform is chosen. */
  readonly needsPlatforms: boolean;
}

const VIEWS: Readonly<Record<CostViewName, View>> = {
  bill: { label: "Bill", component: BillView, needsPlatforms: true },
  month: { label: "Month", component: MonthView, needsPlatforms: true },
  advice: { label: "Advice", component: AdviceView, needsPlatforms: true },
  tuning: { label: "Tuning", component: TuningView, needsPlatforms: true },
  architectures: { label: "Architectures", component: ArchitecturesView, needsPlatforms: false },
  calibration: { label: "Calibration", component: CalibrationView, needsPlatforms: false },
  "price-lists": { label: "Price lists", component: PriceListsView, needsPlatforms: false },
};

/** What calls cost: each tab is a view of the same price lists and the same chosen platforms. */
export function CostPanel() {
  const view = useCostView((state) => state.view);
  const [isChoosing, setIsChoosing] = useState(false);
  const pricing = usePricing();
  const names = useSettings().data?.platforms;
  const missing = pricing.data === undefined || names === undefined ? [] : unknownNames(pricing.data, names);
  const choose = (
    <Button
      kind="quiet"
      icon={missing.length === 0 ? "list-selection" : "warning"}
      title={missing.length === 0 ? undefined : `There is no price list any more of ${missing.join(", ")}`}
      disabled={pricing.data === undefined || names === undefined}
      onClick={() => {
        setIsChoosing(true);
      }}
    >
      Platforms…
    </Button>
  );
  return (
    <section className="cost" aria-label="Cost">
      <Tabs
        label="Views of the cost"
        tabs={COST_VIEWS.map((name) => ({ name, label: VIEWS[name].label }))}
        active={view}
        onActive={(name) => {
          useCostView.setState({ view: name });
        }}
        aside={choose}
      >
        <Content view={VIEWS[view]} pricing={pricing} names={names} choose={choose} />
      </Tabs>
      {isChoosing && pricing.data !== undefined && names !== undefined && (
        <PlatformsDialog
          pricing={pricing.data}
          names={names}
          onClose={() => {
            setIsChoosing(false);
          }}
        />
      )}
    </section>
  );
}

function Content({
  view,
  pricing: { data, error, refetch },
  names,
  choose,
}: {
  readonly view: View;
  readonly pricing: ReturnType<typeof usePricing>;
  readonly names: readonly string[] | undefined;
  readonly choose: ReactNode;
}) {
  const chosen = useMemo(
    () => (data === undefined || names === undefined ? [] : chosenLists(data, names)),
    [data, names],
  );
  // An older report would price with a list that the user has since replaced.
  if (error !== null) {
    const again = (
      <Button icon="refresh" onClick={() => void refetch()}>
        Read again
      </Button>
    );
    return <ErrorState message={error.message} details={detailsOf(error)} action={again} />;
  }
  if (data === undefined || names === undefined) return <LoadingState label="Reading the price lists…" />;
  if (chosen.length === 0 && view.needsPlatforms) {
    return (
      <EmptyState title="No platform is chosen" action={choose}>
        Choose the platforms that you might deploy to: their prices are shown here.
      </EmptyState>
    );
  }
  const { component: Component } = view;
  return <Component pricing={data} chosen={chosen} />;
}
