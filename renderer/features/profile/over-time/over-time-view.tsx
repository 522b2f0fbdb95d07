import type { StartPoint, VersionPoint } from "../../../../runtime/profile";
import { changeText, effectText } from "../../../../runtime/profile";
import { detailsOf, useVersions } from "../../../bridge";
import { notifyError, runCommand } from "../../../session";
import {
  Button,
  ChartFigure,
  EmptyState,
  ErrorState,
  formatBytes,
  formatDuration,
  formatInteger,
  formatMoment,
  LoadingState,
} from "../../../ui";
import type { FunctionViewProps } from "../views";
import { pointOf, shortVersion, versionsCsv } from "./over-time-model";
import { overTimePicture } from "./over-time-picture";

/** How each version of the function starts and how large it is, and what moved that. */
export function OverTimeView({ subject: { info } }: FunctionViewProps) {
  const { data, error, refetch } = useVersions(info.path);
  if (error !== null) {
    const again = (
      <Button icon="refresh" onClick={() => void refetch()}>
        Read again
      </Button>
    );
    return <ErrorState message={error.message} details={detailsOf(error)} action={again} />;
  }
  if (data === undefined) return <LoadingState label="Reading the function’s versions…" />;
  if (data.length === 0) {
    const start = (
      <Button icon="play" onClick={() => runCommand("profile.starts")}>
        Show Starts
      </Button>
    );
    return (
      <EmptyState title={`No version of ${info.name} is known yet`} action={start}>
        Call it, or profile it and save the profile: each version becomes a point of the line.
      </EmptyState>
    );
  }
  return (
    <section className="profile-view" aria-label="Versions over time">
      <div className="profile-content" tabIndex={0} role="region" aria-label={`Versions of ${info.name} over time`}>
        <ChartFigure
          title={`${info.name} over time`}
          draw={(width) => overTimePicture(data, width)}
          table={<VersionTable versions={data} />}
          csv={() => versionsCsv(data)}
          fileName={`versions-${info.name}`}
          onFailure={notifyError}
        />
        <Steps versions={data} />
        <p className="profile-paragraph profile-quiet">
          A saved profile’s starts where a version has one, else its calls as they came, without the build. A step is
          what the rank test of a comparison says; all of a line together raise a false alarm in 5 of 100 lines at most.
        </p>
      </div>
    </section>
  );
}

/** The newest first. */
function Steps({ versions }: { readonly versions: readonly VersionPoint[] }) {
  const steps = versions.toReversed().flatMap((version) =>
    version.starts.flatMap((point) => {
      const verdict = point.step?.comparison.verdict;
      return verdict === "faster" || verdict === "slower" ? [{ version, point, verdict }] : [];
    }),
  );
  if (steps.length === 0)
    return <p className="profile-paragraph">No version starts faster or slower than one before it.</p>;
  return (
    <ul className="profile-list" aria-label="Steps">
      {steps.map(({ version, point, verdict }) => (
        <li key={`${version.version} ${point.start} ${point.basis}`}>
          <span className="mono">{shortVersion(version.version)}</span>: {point.start} starts are {verdict} than{" "}
          <span className="mono">{shortVersion(point.step?.against ?? "")}</span>’s {byText(point)}:{" "}
          {changeText(version.change)}.
        </li>
      ))}
    </ul>
  );
}

function byText({ step }: StartPoint): string {
  if (step === null) return "";
  const [by, between] = effectText(step.comparison);
  return `by ${by}, between ${between}`;
}

function VersionTable({ versions }: { readonly versions: readonly VersionPoint[] }) {
  return (
    <table className="profile-table" aria-label="Versions over time, as a table">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">First seen</th>
          {["Calls", "Bytes", "Cold p50", "Prewarmed p50"].map((title) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {versions.toReversed().map((version) => (
          <tr key={version.version}>
            <th scope="row" className="mono" title={version.version}>
              {shortVersion(version.version)}
            </th>
            <td>{formatMoment(version.firstSeenMs)}</td>
            <td className="number">{formatInteger(version.calls)}</td>
            <td className="number" title={version.bytes === null ? undefined : `${formatInteger(version.bytes)} bytes`}>
              {version.bytes === null ? "not kept" : formatBytes(version.bytes)}
            </td>
            <StartCell point={pointOf(version, "cold")} />
            <StartCell point={pointOf(version, "prewarmed")} />
            <td>{changeText(version.change)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StartCell({ point }: { readonly point: StartPoint | null }) {
  if (point === null) return <td className="number">–</td>;
  return (
    <td className="number" title={`${formatInteger(point.p50Us)} µs`}>
      {formatDuration(point.p50Us)} (n = {formatInteger(point.n)}, {point.basis})
    </td>
  );
}
