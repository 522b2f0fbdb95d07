import { useMemo } from "react";
import { calibrationAmong, poolCost, profileUsages, startPrices, TRAFFIC_SHAPES } from "../../../../runtime/cost";
import type { StartPrices } from "../../../../runtime/cost";
import type { PoolOptions, Profile } from "../../../../runtime/model";
import { ASSUMPTIONS, poolUse, simulatedFunction } from "../../../../runtime/simulation";
import type { SimulatedFunction } from "../../../../runtime/simulation";
import { usePool, usePricing } from "../../../bridge";
import { notifyError } from "../../../session";
import { ChartFigure, EmptyState, formatInteger, LoadingState } from "../../../ui";
import { fileNameOf } from "../file-name";
import type { ProfileViewProps } from "../views";
import { ApplyButton } from "./apply-button";
import { DialControls, TrafficControls } from "./controls";
import { heldCsv, heldPicture, heldRows } from "./held-picture";
import { latencyCsv, latencyPicture, latencyRows } from "./latency-picture";
import { shareCsv, sharePicture } from "./share-picture";
import type { Answer, Question } from "./simulation-protocol";
import { CostTable, FigureTable, HeldTable, LatencyTable, ShareTable } from "./tables";
import { useRecorded } from "./use-recorded";
import { useSimulation } from "./use-simulation";
import { useWhatIfForm } from "./what-if-store";
import "./what-if.css";

const REPETITIONS = 6;
/** A call's usual deadline. */
const TIMEOUT_MS = 5000;
/** Of one repetition: a second or two in all. */
const MOST_CALLS = 20_000;
const US_PER_SECOND = 1_000_000;

/** What other settings of the pool would do to a pattern of calls of the profiled function. */
export function WhatIfView({ profile }: ProfileViewProps) {
  const pool = usePool().data;
  const simulated = useMemo(() => simulatedFunction(profile), [profile]);
  if (!simulated.ok)
    return <EmptyState title="Nothing to simulate with">{`This profile ${simulated.message}.`}</EmptyState>;
  if (pool === undefined) return <LoadingState label="Looking at the pool…" />;
  return <Simulations profile={profile} called={simulated.simulated} now={pool.options} />;
}

interface SimulationsProps {
  readonly profile: Profile;
  readonly called: SimulatedFunction;
  readonly now: PoolOptions;
}

function Simulations({ profile, called, now }: SimulationsProps) {
  const { changes, traffic } = useWhatIfForm();
  const recorded = useRecorded(profile.functionName, traffic.of === "recorded");
  const changed = useMemo(() => ({ ...now, ...changes }), [now, changes]);
  const tooMany = traffic.of !== "recorded" && traffic.rps * traffic.seconds > MOST_CALLS;
  const question = useMemo((): Omit<Question, "id"> | null => {
    const whole = {
      functions: [called],
      settings: [now, changed] as const,
      repetitions: REPETITIONS,
      timeoutMs: TIMEOUT_MS,
      processors: profile.machine.cores,
      blankBytes: called.boundBytes,
    };
    if (traffic.of === "recorded") {
      return recorded === null
        ? null
        : { ...whole, traffic: { arrivals: recorded.arrivals }, durationUs: recorded.durationUs };
    }
    if (tooMany) return null;
    const described = { rps: traffic.rps, shape: TRAFFIC_SHAPES[traffic.of] };
    return { ...whole, traffic: described, durationUs: traffic.seconds * US_PER_SECOND };
  }, [called, now, changed, traffic, recorded, tooMany, profile.machine.cores]);
  const { answer, isStale } = useSimulation(question);
  return (
    <div className="what-if-frame">
      <div className="what-if">
        <div className="what-if-controls" role="group" aria-label="Calls and settings">
          <TrafficControls traffic={traffic} />
          <DialControls now={now} dials={changed} />
          <ApplyButton now={now} dials={changed} />
        </div>
        <div
          className="what-if-results"
          role="region"
          aria-label="What the pool would do"
          tabIndex={0}
          aria-busy={isStale}
        >
          {tooMany && <TooMany />}
          {question === null && !tooMany && <NoneRecorded profile={profile} />}
          {answer === null || question === null ? (
            question !== null && <LoadingState label="Simulating…" />
          ) : (
            <Results profile={profile} answer={answer} isStale={isStale} durationUs={question.durationUs} />
          )}
        </div>
      </div>
    </div>
  );
}

function TooMany() {
  return (
    <EmptyState title="Too many calls to simulate at once">
      {`More than ${formatInteger(MOST_CALLS)}: choose a lower rate or a shorter time. coldframe what-if simulates more.`}
    </EmptyState>
  );
}

function NoneRecorded({ profile: { functionName } }: { readonly profile: Profile }) {
  return (
    <EmptyState title={`No recorded call of ${functionName}`}>
      Call it in the Console, or choose a described pattern of calls.
    </EmptyState>
  );
}

interface ResultsProps {
  readonly profile: Profile;
  readonly answer: Answer;
  readonly isStale: boolean;
  readonly durationUs: number;
}

function Results({ profile, answer, isStale, durationUs }: ResultsProps) {
  const latencies = useMemo(() => latencyRows(answer), [answer]);
  const held = useMemo(() => heldRows(answer.now.held, answer.changed.held, durationUs), [answer, durationUs]);
  const prices = usePrices(profile);
  return (
    <>
      <p className="profile-facts" role="status">
        <span>
          Estimate from {formatInteger(answer.now.calls)} simulated calls of each setting, with the times of{" "}
          {formatInteger(profile.runs)} starts of each kind
        </span>
        {isStale && <span className="profile-warning">simulating the new settings…</span>}
      </p>
      <ChartFigure
        title="How the calls start"
        draw={(width) => sharePicture(answer, width)}
        table={<ShareTable answer={answer} />}
        csv={() => shareCsv(answer)}
        fileName={fileNameOf(profile, "what-if-starts")}
        onFailure={notifyError}
      >
        <span className="profile-quiet">solid: cold · pale: prewarmed · outline: warm · hatched: not answered</span>
      </ChartFigure>
      <ChartFigure
        title="Latency"
        draw={(width) => latencyPicture(latencies, width)}
        table={<LatencyTable rows={latencies} />}
        csv={() => latencyCsv(latencies)}
        fileName={fileNameOf(profile, "what-if-latency")}
        onFailure={notifyError}
      >
        <span className="profile-quiet">dashed: now · solid: with the sliders</span>
      </ChartFigure>
      <ChartFigure
        title="Sandboxes held"
        draw={(width) => heldPicture(held, width)}
        table={<HeldTable rows={held} />}
        csv={() => heldCsv(held)}
        fileName={fileNameOf(profile, "what-if-held")}
        onFailure={notifyError}
      >
        <span className="profile-quiet">
          pale: bound · outline: blank · solid: being made ready · dashed: all of them now
        </span>
      </ChartFigure>
      <FigureTable answer={answer} repetitions={REPETITIONS} />
      {prices !== null && (
        <CostTable
          now={poolCost(poolUse(answer.now), prices, null)}
          changed={poolCost(poolUse(answer.changed), prices, null)}
        />
      )}
      <ul className="what-if-assumptions">
        {ASSUMPTIONS.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

/** What a call of each start costs on every platform; null as long as the prices are not read. */
function usePrices(profile: Profile): readonly StartPrices[] | null {
  const report = usePricing().data;
  return useMemo(() => {
    if (report === undefined) return null;
    const { lists, calibrations } = report;
    return startPrices(profileUsages(profile) ?? [], { lists, calibrationOf: calibrationAmong(calibrations) });
  }, [report, profile]);
}
