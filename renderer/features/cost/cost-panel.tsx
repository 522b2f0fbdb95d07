import { detailsOf, isStillRunning, useInvocation } from "../../bridge";
import { runCommand, useSelection } from "../../session";
import { CallStillRuns, ErrorState, LoadingState, NoCallSelected, StartBadge } from "../../ui";
import { metersOf } from "./usage-model";
import "./cost.css";

/** What the selected call used, as platforms meter it: what its bill is made from. */
export function CostPanel() {
  const id = useSelection((state) => state.invocationId);
  const { data, error } = useInvocation(id);
  if (id === null) {
    return <NoCallSelected onSend={() => runCommand("run.send")}>what it used is shown here.</NoCallSelected>;
  }
  if (error !== null) {
    if (isStillRunning(error)) return <CallStillRuns />;
    return <ErrorState message={error.message} details={detailsOf(error)} />;
  }
  if (data === undefined) return <LoadingState label="Reading the call…" />;
  return (
    <div className="cost" tabIndex={0} role="region" aria-label="What the call used">
      <p className="cost-head">
        <strong>{data.functionName}</strong>
        <StartBadge start={data.start} />
        <span>
          What this call used. Price lists are not in this version yet: these are the measured figures that a bill is
          made from.
        </span>
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Meter</th>
            <th scope="col" className="number">
              Measured
            </th>
            <th scope="col">Charged by</th>
          </tr>
        </thead>
        <tbody>
          {metersOf(data).map(({ name, value, exact, charged }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number" title={exact}>
                {value}
              </td>
              <td>{charged}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
