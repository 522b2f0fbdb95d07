import type { Profile } from "../../../../runtime/model";
import type { Comparison, StartComparison } from "../../../../runtime/profile";
import { basisText, effectText, endText, overallText, undecidedText } from "../../../../runtime/profile";
import { useIsOlder } from "../../../bridge";
import { notifyError } from "../../../session";
import {
  ChartFigure,
  EmptyState,
  ErrorState,
  formatDuration,
  formatInteger,
  formatMoment,
  Icon,
  OlderBadge,
  StartBadge,
} from "../../../ui";
import { useMeasuring } from "../measuring";
import { CompareForm } from "./compare-form";
import { comparisonCsv, comparisonPicture, pText, verdictText } from "./comparison-picture";
import { useComparisons } from "./comparisons-store";

/** Whether one version starts faster than another, by how much, and how sure that is. */
export function CompareView() {
  const result = useComparisons((state) => state.result);
  const isMeasuring = useMeasuring((state) => state.running !== null);
  return (
    <section className="profile-view" aria-label="Compare">
      <CompareForm />
      {result === null ? (
        <EmptyState title={isMeasuring ? "The starts are forced in turn" : "Nothing was compared yet"}>
          {isMeasuring
            ? "The verdict is shown here when all are done."
            : "Choose two: functions are measured in turn, so that what the machine does meanwhile is in both. A saved profile’s version is measured again beside a function where it is still kept."}
        </EmptyState>
      ) : result.ok ? (
        <Verdict comparison={result.comparison} />
      ) : (
        <ErrorState message={result.failure.message} details={result.failure.details} />
      )}
    </section>
  );
}

function Verdict({ comparison }: { readonly comparison: Comparison }) {
  const { first, second, starts } = comparison;
  return (
    <div className="profile-content" tabIndex={0} role="region" aria-label="What was compared">
      <Side title="first" profile={first} />
      <Side title="second" profile={second} />
      <ChartFigure
        title="The second against the first"
        draw={(width) => comparisonPicture(comparison, width)}
        table={<VerdictTable starts={starts} />}
        csv={() => comparisonCsv(comparison)}
        fileName={`comparison-${first.functionName}-${second.functionName}`}
        onFailure={notifyError}
      />
      <p className="profile-paragraph">
        <strong>Overall</strong>: {overallText(comparison)}.
      </p>
      <VerdictTable starts={starts} />
      {starts
        .filter(({ verdict }) => verdict === null)
        .map((start) => (
          <p key={start.start} className="profile-paragraph">
            <StartBadge start={start.start} /> {undecidedText(start)}
          </p>
        ))}
      <ul className="profile-list profile-quiet">
        {basisText(comparison).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function Side({ title, profile }: { readonly title: string; readonly profile: Profile }) {
  const { functionName, version, request, recordedAtMs } = profile;
  const isOlder = useIsOlder(profile);
  const end = endText(profile);
  return (
    <>
      <p className="profile-facts">
        <span className="profile-quiet">{title}</span>
        <strong>{functionName}</strong>
        <span className="mono" title={version}>
          {version.slice("sha256:".length, 19)}
        </span>
        <span className="mono profile-request">{request}</span>
        <span>measured {formatMoment(recordedAtMs)}</span>
        {isOlder && <OlderBadge />}
      </p>
      {end !== null && (
        <p className="profile-failure" role="alert">
          <Icon name="error" /> {end}
        </p>
      )}
    </>
  );
}

function VerdictTable({ starts }: { readonly starts: readonly StartComparison[] }) {
  return (
    <div className="profile-scroll">
      <table className="profile-table" aria-label="Verdicts">
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Second is</th>
            {["n", "p50 first", "p50 second", "by", "between", "p"].map((title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {starts.map((start) => (
            <VerdictRow key={start.start} comparison={start} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VerdictRow({ comparison }: { readonly comparison: StartComparison }) {
  const { start, verdict, n, p50, test } = comparison;
  const [by, between] = effectText(comparison);
  return (
    <tr>
      <th scope="row">
        <StartBadge start={start} />
      </th>
      <td className={`profile-verdict-${(verdict ?? "undecided").replace(" ", "-")}`}>{verdictText(verdict)}</td>
      <td className="number">{n[0] === n[1] ? formatInteger(n[0]) : n.map(formatInteger).join(", ")}</td>
      {p50.map((us, index) => (
        <td key={index} className="number" title={`${formatInteger(us)} µs`}>
          {formatDuration(us)}
        </td>
      ))}
      <td className="number">{by}</td>
      <td className="number">{between}</td>
      <td className="number">{test === null ? "–" : pText(test.pValue)}</td>
    </tr>
  );
}
