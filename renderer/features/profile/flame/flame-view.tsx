import type { CpuProfile, Profile } from "../../../../runtime/model";
import { cpuEndText, profileOfSamples, sampleCountText, samplingText } from "../../../../runtime/profile";
import { useIsOlder } from "../../../bridge";
import {
  Button,
  EmptyState,
  ErrorState,
  formatCount,
  formatDuration,
  formatMoment,
  Icon,
  OlderBadge,
  TextField,
} from "../../../ui";
import { useMeasuring } from "../measuring";
import { MeasuringLine } from "../measuring-line";
import { NoFunction } from "../no-function";
import { OpenedLine } from "../opened-line";
import { useProfiles } from "../profiles-store";
import { SaveButton } from "../saved";
import type { Subject } from "../use-subject";
import { requestText, useSubject } from "../use-subject";
import { FlameGraph } from "./flame-graph";
import { readCalls } from "./flame-model";
import { runSampling, useFlames } from "./flame-store";
import "./flame.css";

/** Where the time of the handler goes: its stack sampled over many warm calls, now or when the opened profile was saved. */
export function FlameView() {
  const opened = useProfiles((state) => state.opened);
  const subject = useSubject();
  if (opened !== null) return <SavedFlame name={opened.name} profile={opened.profile} />;
  return subject === null ? <NoFunction /> : <FunctionFlame subject={subject} />;
}

function SavedFlame({ name, profile: { cpuProfile } }: { readonly name: string; readonly profile: Profile }) {
  return (
    <section className="profile-view" aria-label="Flame graph">
      <OpenedLine name={name} />
      {cpuProfile === null ? (
        <EmptyState title="This profile holds no samples">
          Its handler was not sampled. Close it, sample the function while it is of the same version, and save the
          samples as {name}.
        </EmptyState>
      ) : (
        <Sampled key={cpuProfile.id} profile={cpuProfile} />
      )}
    </section>
  );
}

function FunctionFlame({ subject }: { readonly subject: Subject }) {
  const result = useFlames((state) => state.results[subject.info.path]);
  return (
    <section className="profile-view" aria-label="Flame graph">
      <SamplingForm subject={subject} />
      {result === undefined ? (
        <NotSampled subject={subject} />
      ) : result.ok ? (
        <Sampled key={result.profile.id} profile={result.profile} />
      ) : (
        <ErrorState message={result.failure.message} details={result.failure.details} />
      )}
    </section>
  );
}

/** How many calls, and the button that runs or ends them. */
function SamplingForm({ subject }: { readonly subject: Subject }) {
  const calls = useFlames((state) => state.calls);
  const isMeasuring = useMeasuring((state) => state.running !== null);
  const read = readCalls(calls);
  return (
    <form
      className="profile-line profile-form"
      aria-label="Sampling"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.ok) void runSampling(subject, read.calls);
      }}
    >
      <span className="profile-subject">
        <strong title={subject.info.entryFile}>{subject.info.name}</strong>
        <span className="mono profile-request">{requestText(subject)}</span>
      </span>
      <TextField
        label="Warm calls"
        className="flame-calls"
        inputMode="numeric"
        placeholder="until 5,000 samples"
        value={calls}
        problem={read.ok ? null : read.problem}
        onChange={(event) => {
          useFlames.setState({ calls: event.target.value });
        }}
      />
      {isMeasuring ? (
        <MeasuringLine unit={read.ok && read.calls !== null ? "calls" : "samples"} />
      ) : (
        <Button
          type="submit"
          kind="primary"
          icon="play"
          disabled={!read.ok}
          title="Calls the function warm, as its source is now, in a sandbox of its own, and looks what it does about every 100 µs. Nothing of it is kept in the history."
        >
          Sample
        </Button>
      )}
    </form>
  );
}

function NotSampled({ subject }: { readonly subject: Subject }) {
  const read = readCalls(useFlames((state) => state.calls));
  const isMeasuring = useMeasuring((state) => state.running !== null);
  if (isMeasuring) {
    return (
      <EmptyState title="Something is measured">What the handler does is shown here when it was sampled.</EmptyState>
    );
  }
  const action = (
    <Button
      icon="play"
      disabled={!read.ok}
      onClick={() => {
        if (read.ok) void runSampling(subject, read.calls);
      }}
    >
      Sample {subject.info.name}
    </Button>
  );
  return (
    <EmptyState title="The handler was not sampled yet" action={action}>
      It is called warm again and again. Which of its functions take the time is shown here, with their lines.
    </EmptyState>
  );
}

function Sampled({ profile }: { readonly profile: CpuProfile }) {
  const ended = cpuEndText(profile);
  return (
    <div className="profile-content" tabIndex={0} role="region" aria-label="What was sampled">
      <Facts profile={profile} />
      {ended !== null && (
        <p className="profile-failure" role="alert">
          <Icon name="error" /> {ended}
        </p>
      )}
      {profile.samples.length === 0 ? (
        <EmptyState title="There is no sample">
          The function ran for too short a time: let it be called more often.
        </EmptyState>
      ) : (
        <FlameGraph profile={profile} />
      )}
      <p className="profile-quiet profile-paragraph">{samplingText(profile)}</p>
    </div>
  );
}

/** Of what the figures are: how many calls and samples, of which version, where. */
function Facts({ profile }: { readonly profile: CpuProfile }) {
  const { version, calls, wallUs, machine, request, memoryMb, status, recordedAtMs } = profile;
  const isOlder = useIsOlder(profile);
  return (
    <p className="profile-facts">
      <span>
        {sampleCountText(profile)}, of {formatCount(calls, "warm call")}
      </span>
      <span>{formatDuration(wallUs)} in all</span>
      <span className="mono" title={version}>
        {version.slice("sha256:".length, 19)}
      </span>
      <span className="mono profile-request">{request}</span>
      <span>{memoryMb} MiB</span>
      <span>
        {machine.cpu} · {formatMoment(recordedAtMs)}
      </span>
      {isOlder && <OlderBadge />}
      {status !== null && status >= 400 && (
        <span className="profile-warning">
          <Icon name="warning" /> the function answered {status}, and that is what was sampled
        </span>
      )}
      <span className="profile-space" />
      <SaveButton profile={profileOfSamples(profile)} />
    </p>
  );
}
