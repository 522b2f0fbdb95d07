import { useIsOlder } from "../../bridge";
import type { Profile } from "../../../runtime/model";
import { endText, isOfSamples } from "../../../runtime/profile";
import { runCommand } from "../../session";
import { Button, EmptyState, ErrorState, formatBytes, formatCount, formatMoment, Icon, OlderBadge } from "../../ui";
import { readForm } from "./form-model";
import { useMeasuring } from "./measuring";
import { ProfileForm } from "./profile-form";
import { runProfile, useProfiles } from "./profiles-store";
import { NoFunction } from "./no-function";
import { OpenedLine } from "./opened-line";
import { SaveButton } from "./saved";
import type { Subject } from "./use-subject";
import type { View } from "./views";

interface Props {
  readonly subject: Subject | null;
  readonly view: Extract<View, { readonly of: "profile" }>;
}

/** A view of the chosen function's latest profile, or of a saved one that was opened; or why there is none. */
export function MeasuredProfile({ subject, view }: Props) {
  const opened = useProfiles((state) => state.opened);
  const result = useProfiles((state) => (subject === null ? undefined : state.results[subject.info.path]));
  if (opened !== null) {
    return (
      <section className="profile-view" aria-label={view.label}>
        <OpenedLine name={opened.name} />
        {isOfSamples(opened.profile) ? <OnlySamples /> : <Shown profile={opened.profile} view={view} />}
      </section>
    );
  }
  if (subject === null) return <NoFunction />;
  return (
    <section className="profile-view" aria-label={view.label}>
      <ProfileForm subject={subject} />
      {result === undefined ? (
        <NotMeasured subject={subject} />
      ) : result.ok ? (
        <Shown profile={result.profile} view={view} />
      ) : (
        <ErrorState message={result.failure.message} details={result.failure.details} />
      )}
    </section>
  );
}

function OnlySamples() {
  const action = (
    <Button icon="flame" onClick={() => runCommand("profile.flame")}>
      Show Flame Graph
    </Button>
  );
  return (
    <EmptyState title="This profile holds no starts" action={action}>
      Only the handler was sampled when it was saved.
    </EmptyState>
  );
}

function NotMeasured({ subject }: { readonly subject: Subject }) {
  const read = readForm(useProfiles((state) => state.form));
  const isMeasuring = useMeasuring((state) => state.running !== null);
  if (isMeasuring) {
    return (
      <EmptyState title="The starts are forced, one after the other">
        Their times are shown here when all are done. Nothing is drawn meanwhile, for that would be measured too.
      </EmptyState>
    );
  }
  const action = (
    <Button
      icon="play"
      disabled={!read.ok}
      onClick={() => {
        if (read.ok) void runProfile(subject, read);
      }}
    >
      Profile {subject.info.name}
    </Button>
  );
  return (
    <EmptyState title="The function was not profiled yet" action={action}>
      It is started many times in each way, in turn. How its times are distributed, and what they go into, is shown
      here.
    </EmptyState>
  );
}

function Shown({
  profile,
  view: { component: Component },
}: {
  readonly profile: Profile;
  readonly view: Props["view"];
}) {
  return (
    <div className="profile-content" tabIndex={0} role="region" aria-label="What was measured">
      <Facts profile={profile} />
      {profile.ended !== null && (
        <p className="profile-failure" role="alert">
          <Icon name="error" /> {capitalized(endText(profile) ?? "")}
          {profile.ended.error?.stack != null && <code className="profile-stack">{profile.ended.error.stack}</code>}
        </p>
      )}
      <Component profile={profile} />
    </div>
  );
}

/** Of what the figures are: how many starts, of which version, where. */
function Facts({ profile }: { readonly profile: Profile }) {
  const { version, bytes, runs, machine, request, memoryMb, status, recordedAtMs, ended } = profile;
  const isOlder = useIsOlder(profile);
  const machineText = `${machine.cpu}, ${formatCount(machine.cores, "core")}, ${formatBytes(machine.memoryBytes)}; Node ${machine.node}, V8 ${machine.v8}; ${machine.platform} ${machine.release}`;
  return (
    <p className="profile-facts">
      <span>
        {formatCount(runs, "start")} of each kind{ended === null ? ", interleaved" : " were asked for"}
      </span>
      <span className="mono" title={version}>
        {version.slice("sha256:".length, 19)}
      </span>
      <span>{formatBytes(bytes)}</span>
      <span className="mono profile-request">{request}</span>
      <span>{memoryMb} MiB</span>
      <span title={machineText}>
        {machine.cpu} · {formatMoment(recordedAtMs)}
      </span>
      {isOlder && <OlderBadge />}
      {status !== null && status >= 400 && (
        <span className="profile-warning">
          <Icon name="warning" /> the function answered {status}, and that is what was measured
        </span>
      )}
      <span className="profile-space" />
      <SaveButton profile={profile} />
    </p>
  );
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
