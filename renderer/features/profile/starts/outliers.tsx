import type { StartSummary } from "../../../../runtime/profile";
import { formatCount, formatDuration, formatInteger, StartBadge } from "../../../ui";

/** Starts that took far longer than the others of their kind, and what is known of why. */
export function Outliers({ summaries }: { readonly summaries: readonly StartSummary[] }) {
  const outliers = summaries.flatMap((summary) => summary.outliers);
  if (outliers.length === 0) {
    return <p className="profile-quiet">No outliers: no start took far longer than the others of its kind.</p>;
  }
  return (
    <div className="profile-scroll">
      <table className="profile-table">
        <caption>
          {formatCount(outliers.length, "outlier")}, more than three interquartile ranges above the upper quartile of
          their kind. They are in the figures.
        </caption>
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col" className="number">
              Round
            </th>
            <th scope="col" className="number">
              Wall
            </th>
            <th scope="col">Span that grew most</th>
            <th scope="col">What happened in it</th>
          </tr>
        </thead>
        <tbody>
          {outliers.map(({ sample: { start, round, wallUs }, span, causes }) => (
            <tr key={`${start} ${round}`}>
              <th scope="row">
                <StartBadge start={start} />
              </th>
              <td className="number">{formatInteger(round)}</td>
              <td className="number" title={`${formatInteger(wallUs)} µs`}>
                {formatDuration(wallUs)}
              </td>
              <td>{span === null ? "–" : `${span.name}, ${formatDuration(span.beyondUs)} above its median`}</td>
              <td>{causes.length === 0 ? "nothing of the process’s own explains it" : causes.join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
