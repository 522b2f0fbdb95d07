import { useMemo } from "react";
import type { MeasuredTiers } from "../../../../preload/contract";
import { fullTitle, tuningCsv } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { useIsOlder } from "../../../bridge";
import { Button, EmptyState, ErrorState, formatCount, Icon, OlderBadge, Select } from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { chosenName, pricingOf } from "../pricing-model";
import { SelectedCall } from "../selected-call";
import { TuningChart, TuningLegend } from "./tuning-chart";
import { TuningChoices } from "./tuning-choices";
import { TuningForm } from "./tuning-form";
import {
  functionFailure,
  outcomesOf,
  readForm,
  shownList,
  tunePlatforms,
  tuningRows,
  wrongStatus,
} from "./tuning-model";
import { basisText } from "./tuning-text";
import type { TuningFailure } from "./use-tuning";
import { runTuning, useTunings } from "./use-tuning";
import "./tuning.css";

/** The memory size that fits: the selected call's function run at several, on each of the chosen platforms. */
export function TuningView(props: CostViewProps) {
  return (
    <SelectedCall what="its function is run at several memory sizes here, with the call's request.">
      {(invocation) => <FunctionTuning {...props} invocation={invocation} />}
    </SelectedCall>
  );
}

function FunctionTuning({ invocation, ...props }: CostViewProps & { readonly invocation: Invocation }) {
  const result = useTunings((state) => state.results[invocation.entry]);
  return (
    <section className="cost-view" aria-label="Tuning">
      <TuningForm invocation={invocation} />
      {result === undefined ? (
        <NotTuned invocation={invocation} />
      ) : result.ok ? (
        <Tuned {...props} invocation={invocation} measured={result.measured} />
      ) : (
        <Failed failure={result.failure} />
      )}
    </section>
  );
}

function NotTuned({ invocation }: { readonly invocation: Invocation }) {
  const { form, running } = useTunings();
  if (running?.entry === invocation.entry) {
    return (
      <EmptyState title="The function runs at each size">Its times are shown here when all runs are done.</EmptyState>
    );
  }
  const read = readForm(form);
  const action = (
    <Button
      icon="play"
      disabled={!read.ok || running !== null}
      onClick={() => {
        if (read.ok) void runTuning(invocation, read.tiers, read.rounds);
      }}
    >
      Tune {invocation.functionName}
    </Button>
  );
  return (
    <EmptyState title="The function was not tuned yet" action={action}>
      It is run at each memory size, really enforced. What each takes is measured here; what a platform’s share of a
      processor makes of it is modelled, and said to be.
    </EmptyState>
  );
}

function Failed({ failure: { message, details } }: { readonly failure: TuningFailure }) {
  return <ErrorState message={message} details={details} />;
}

function Tuned({
  invocation,
  measured,
  pricing,
  chosen,
}: CostViewProps & { readonly invocation: Invocation; readonly measured: MeasuredTiers }) {
  const tunings = useMemo(() => tunePlatforms(measured, pricingOf(pricing, chosen)), [measured, pricing, chosen]);
  const wanted = useTunings((state) => state.shown);
  const names = chosen.map((list) => chosenName(list, pricing.lists));
  const shown = shownList(
    chosen,
    tunings,
    chosen.find((_, index) => names[index] === wanted),
  );
  const [list, tuning] = [chosen[shown], tunings[shown]];
  const failure = functionFailure(measured);
  const fileName = `tuning-${invocation.functionName}-${measured.version.slice(-8)}`;
  if (list === undefined || tuning === undefined) return null;
  return (
    <div className="tuning-content" tabIndex={0} role="region" aria-label="What was found">
      <Facts invocation={invocation} measured={measured} />
      {failure !== null && (
        <p className="tuning-failure" role="alert">
          <Icon name="error" /> {failure.message}
          {failure.stack !== null && <code className="tuning-stack">{failure.stack}</code>}
        </p>
      )}
      <TuningChart
        rows={tuningRows(measured, tuning)}
        platform={tuning}
        title={fullTitle(list)}
        fileName={fileName}
        csv={() => tuningCsv(outcomesOf(measured), tunings)}
      >
        <Select
          label="Platform"
          hideLabel
          options={chosen.map((one, index) => ({ value: names[index] ?? one.platform, label: fullTitle(one) }))}
          value={names[shown] ?? list.platform}
          onValue={(name) => {
            useTunings.setState({ shown: name });
          }}
        />
        <TuningLegend platform={tuning} />
      </TuningChart>
      <p className="cost-quiet tuning-note">
        {basisText(tuning)} Sizes that differ by no more than the noise count as equal, and share their runs (n).
      </p>
      <TuningChoices lists={chosen} tunings={tunings} />
    </div>
  );
}

/** Of what the figures are: how many runs, of which version, and what it answered. */
function Facts({ invocation, measured }: { readonly invocation: Invocation; readonly measured: MeasuredTiers }) {
  const isOlder = useIsOlder({ entry: invocation.entry, version: measured.version });
  const status = wrongStatus(measured);
  return (
    <p className="tuning-facts">
      <span title={`version ${measured.version}`}>
        {formatCount(measured.tiers.length, "memory size")} × {formatCount(measured.rounds, "warm run")}, interleaved,
        each size enforced
      </span>
      {isOlder && <OlderBadge />}
      {status !== null && (
        <span className="cost-warning">
          <Icon name="warning" /> the function answered {status}, and that is what was measured
        </span>
      )}
    </p>
  );
}
