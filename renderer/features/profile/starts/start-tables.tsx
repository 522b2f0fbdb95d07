import type { StartSummary } from "../../../../runtime/profile";
import type { Interval } from "../../../../runtime/statistics";
import { valuesNeeded } from "../../../../runtime/statistics";
import { formatDuration, formatInteger, StartBadge } from "../../../ui";
import type { Histogram } from "./histogram-model";

/** The figures of each kind of start. */
export function FigureTable({ summaries }: { readonly summaries: readonly StartSummary[] }) {
  return (
    <div className="profile-scroll">
      <table className="profile-table" aria-label="Figures of the starts">
        <thead>
          <tr>
            <th scope="col">Start</th>
            {["n", "p50", "95 % between", "p90", "95 % between", "p99", "95 % between", "min", "max", "first"].map(
              (title, index) => (
                <th key={`${title}${index}`} scope="col" className="number">
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {summaries.map(({ start, wall, p50Ci95, p90Ci95, p99Ci95, firstUs }) => (
            <tr key={start}>
              <th scope="row">
                <StartBadge start={start} />
              </th>
              <td className="number">{formatInteger(wall?.n ?? 0)}</td>
              <Time us={wall?.p50} />
              <Between interval={p50Ci95} share={0.5} />
              <Time us={wall?.p90} />
              <Between interval={p90Ci95} share={0.9} />
              <Time us={wall?.p99} />
              <Between interval={p99Ci95} share={0.99} />
              <Time us={wall?.min} />
              <Time us={wall?.max} />
              <Time us={firstUs ?? undefined} title="The very first start, which is in no figure" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Exact on hover. */
function Time({ us, title }: { readonly us: number | undefined; readonly title?: string }) {
  if (us === undefined) return <td className="number">–</td>;
  const exact = `${formatInteger(us)} µs`;
  return (
    <td className="number" title={title === undefined ? exact : `${title}: ${exact}`}>
      {formatDuration(us)}
    </td>
  );
}

function Between({ interval, share }: { readonly interval: Interval | null; readonly share: number }) {
  if (interval === null) {
    const needed = formatInteger(valuesNeeded(share));
    return (
      <td className="number profile-quiet" title={`An interval of this percentile takes ${needed} starts`}>
        n &lt; {needed}
      </td>
    );
  }
  const [low, high] = interval;
  return (
    <td className="number" title={`${formatInteger(low)} to ${formatInteger(high)} µs`}>
      {formatDuration(low)} and {formatDuration(high)}
    </td>
  );
}

/** What the histograms are drawn from. */
export function BinTable({ rows }: { readonly rows: readonly Histogram[] }) {
  return (
    <table className="profile-table" aria-label="Distribution of the starts, as a table">
      <thead>
        <tr>
          <th scope="col">Start</th>
          <th scope="col" className="number">
            From, µs
          </th>
          <th scope="col" className="number">
            To, µs
          </th>
          <th scope="col" className="number">
            Starts
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.flatMap(({ summary: { start }, bins }) =>
          bins
            .filter(({ count }) => count > 0)
            .map(({ fromUs, toUs, count }) => (
              <tr key={`${start}${fromUs}`}>
                <th scope="row">{start}</th>
                <td className="number">{formatInteger(fromUs)}</td>
                <td className="number">{formatInteger(toUs)}</td>
                <td className="number">{formatInteger(count)}</td>
              </tr>
            )),
        )}
      </tbody>
    </table>
  );
}

/** Medians of the parts: they need not add up to the whole's. */
export function PhaseTable({ summaries }: { readonly summaries: readonly StartSummary[] }) {
  return (
    <table className="profile-table" aria-label="Where the time goes, as a table">
      <thead>
        <tr>
          <th scope="col">Start</th>
          <th scope="col">Span</th>
          {["n", "p50", "p90", "p99", "min", "max"].map((title) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {summaries.flatMap(({ start, spans }) =>
          spans.map(({ name, percentiles: { n, p50, p90, p99, min, max } }) => (
            <tr key={`${start} ${name}`}>
              <th scope="row">{start}</th>
              <td>{name}</td>
              <td className="number">{formatInteger(n)}</td>
              {Object.entries({ p50, p90, p99, min, max }).map(([key, us]) => (
                <Time key={key} us={us} />
              ))}
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
