import type { DeferrableImport, DeferralTrial, Deferrals, TopLevel } from "../../../../runtime/model";
import { answerText, cancelledText, savedText, untriedText } from "../../../../runtime/profile";
import { formatBytes, formatCount, formatDuration, formatInteger } from "../../../ui";

/** What the request never needed, and what it saves to load that when it is used. */
export function Findings({ topLevel, deferrals }: { readonly topLevel: TopLevel; readonly deferrals: Deferrals }) {
  const unneeded = topLevel.modules.filter(({ path }) => deferrals.unneeded.includes(path));
  const cancelled = cancelledText(deferrals);
  if (deferrals.cancelled?.of === 0) return <p className="profile-paragraph profile-warning">{cancelled}</p>;
  if (unneeded.length === 0)
    return <p className="profile-paragraph">The request needed every module that the top level loads.</p>;
  const initUs = unneeded.reduce((sum, { selfInitUs }) => sum + (selfInitUs ?? 0), 0);
  const bytes = unneeded.reduce((sum, module) => sum + module.bytes, 0);
  return (
    <section aria-label="Never needed by this request">
      <p className="profile-paragraph">
        <strong>Never needed by this request</strong>: {formatCount(unneeded.length, "module")}, {formatBytes(bytes)},{" "}
        {formatDuration(initUs)} of the top level.{" "}
        <span className="profile-quiet">
          Each import was built to be loaded when a name of it is first used, and started in turn with the function,
          without a snapshot.
        </span>
      </p>
      {cancelled !== null && <p className="profile-paragraph profile-warning">{cancelled}</p>}
      {deferrals.imports.length > 0 && <ImportTable deferrals={deferrals} />}
    </section>
  );
}

function ImportTable({ deferrals: { imports, together } }: { readonly deferrals: Deferrals }) {
  return (
    <div className="profile-scroll">
      <table className="profile-table" aria-label="Imports that could be loaded later">
        <thead>
          <tr>
            <th scope="col">Import</th>
            <th scope="col">In</th>
            <th scope="col" className="number">
              Bytes
            </th>
            <th scope="col" className="number">
              Init, self
            </th>
            <th scope="col">Loaded when used</th>
            <th scope="col" className="number">
              Saves, 95 % between
            </th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((found) => (
            <ImportRow key={found.name} found={found} />
          ))}
          {together !== null && (
            <tr>
              <th scope="row" colSpan={4}>
                All of them that may wait
              </th>
              <TrialCells trial={together} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function ImportRow({ found }: { readonly found: DeferrableImport }) {
  const { name, isPackage, importers, modules, bytes, initUs, trial } = found;
  const places = importers.map(({ file, line }) => (line === null ? file : `${file}:${line}`));
  return (
    <tr>
      <th scope="row">{isPackage ? `${name} (${formatCount(modules, "module")})` : name}</th>
      <td className="mono" title={places.join("\n")}>
        {places[0]}
        {places.length > 1 && ` and ${places.length - 1} more`}
      </td>
      <td className="number" title={`${formatInteger(bytes)} bytes`}>
        {formatBytes(bytes)}
      </td>
      <td className="number" title={`${formatInteger(initUs)} µs`}>
        {formatDuration(initUs)}
      </td>
      {trial === null ? <td colSpan={3}>{untriedText(found)}</td> : <TrialCells trial={trial} />}
    </tr>
  );
}

function TrialCells({ trial }: { readonly trial: DeferralTrial }) {
  const { verdict, n, p50Us } = trial;
  return (
    <>
      <td title={`p50 ${p50Us.map(formatInteger).join(" and ")} µs of ${formatCount(n, "start")} each`}>
        {verdict ?? "undecided"}
      </td>
      <td className="number">{savedText(trial)}</td>
      <td>{answerText(trial)}</td>
    </>
  );
}
