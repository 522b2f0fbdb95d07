import { useMemo } from "react";
import type { Start } from "../../../../runtime/model";
import { comparisonsCsv, startsOf } from "../../../../runtime/profile";
import type { FunctionFigures, FunctionRow, MeasuredFunction } from "../../../../runtime/profile";
import { usePricing, useSettings } from "../../../bridge";
import { notifyError } from "../../../session";
import {
  ChartFigure,
  EmptyState,
  ErrorState,
  formatBytes,
  formatDuration,
  formatInteger,
  formatUsd,
  Icon,
  StartBadge,
} from "../../../ui";
import { useMeasuring } from "../measuring";
import { LanguagesForm } from "./languages-form";
import { pricedRows, verdictText } from "./languages-model";
import type { PricedRows } from "./languages-model";
import { languagesPicture } from "./languages-picture";
import { useLanguages } from "./languages-store";

/** What the same work takes in several languages: size, starts, memory, price. */
export function LanguagesView() {
  const result = useLanguages((state) => state.result);
  const isMeasuring = useMeasuring((state) => state.running !== null);
  return (
    <section className="profile-view" aria-label="Languages">
      <LanguagesForm />
      {result === null ? (
        <EmptyState title={isMeasuring ? "The starts are forced in turn" : "Nothing was compared yet"}>
          {isMeasuring
            ? "The figures are shown here when all are done."
            : "Choose two functions or more that do the same, such as hello and hello-assemblyscript. The first that you choose is what the others are held against."}
        </EmptyState>
      ) : result.ok ? (
        <Figures functions={result.functions} />
      ) : (
        <ErrorState message={result.failure.message} details={result.failure.details} />
      )}
    </section>
  );
}

function Figures({ functions }: { readonly functions: readonly MeasuredFunction[] }) {
  const pricing = usePricing().data;
  const platform = useSettings().data?.platforms[0] ?? null;
  const priced = useMemo(() => pricedRows(functions, pricing, platform), [functions, pricing, platform]);
  const { rows, platforms } = priced;
  const measured = rows.filter(({ figures }) => figures !== null);
  return (
    <div className="profile-content" tabIndex={0} role="region" aria-label="What was compared">
      {rows.map(({ name, reason }, at) =>
        reason === null ? null : (
          <p key={at} className="profile-failure" role="alert">
            <Icon name="error" /> {name}: {reason}
          </p>
        ),
      )}
      <FigureTable {...priced} />
      {measured.length > 0 && (
        <>
          <ChartFigure
            title="Starts by language"
            draw={(width) => languagesPicture(rows, width)}
            table={<FigureTable {...priced} />}
            csv={() => comparisonsCsv(rows, platforms)}
            fileName="languages"
            onFailure={notifyError}
          />
          <Basis first={measured[0]} />
        </>
      )}
    </div>
  );
}

/** What the figures rest on. */
function Basis({ first }: { readonly first: FunctionRow | undefined }) {
  const profile = first?.figures?.profile;
  if (profile === undefined) return null;
  return (
    <p className="profile-paragraph profile-quiet">
      Measured in turn, n = {formatInteger(profile.runs)} of each kind. Verdicts are against {profile.functionName}: a
      rank test that gives 5 false alarms in 100 comparisons at most, all verdicts together. Memory is linear memory at
      the end of a call, without the engine’s code. The price is of a median {profile.starts.at(-1)} call, an estimate
      from this machine’s times.
    </p>
  );
}

function FigureTable({ rows, platforms }: PricedRows) {
  const kinds = startsOf(rows);
  return (
    <div className="profile-scroll">
      <table className="profile-table" aria-label="Languages">
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col">Language</th>
            <th scope="col">Engine</th>
            <th scope="col" className="number">
              bytes
            </th>
            {kinds.map((start) => (
              <th key={start} scope="col" className="number">
                <StartBadge start={start} /> p50
              </th>
            ))}
            <th scope="col" className="number">
              memory
            </th>
            <th scope="col" className="number">
              {platforms[0] === undefined ? "no price list" : `per million on ${platforms[0]}`}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, language, figures }, at) => (
            <tr key={at}>
              <th scope="row" title={figures?.profile.version}>
                {name}
              </th>
              <td>{language ?? "–"}</td>
              {figures === null ? (
                <td colSpan={kinds.length + 4}>does not build</td>
              ) : (
                <FigureCells figures={figures} kinds={kinds} />
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FigureCells({ figures, kinds }: { readonly figures: FunctionFigures; readonly kinds: readonly Start[] }) {
  const { profile, starts, verdicts, memoryBytes, prices } = figures;
  const usd = prices[0] ?? null;
  return (
    <>
      <td>{profile.engine}</td>
      <td className="number" title={`${formatInteger(profile.bytes)} B`}>
        {formatBytes(profile.bytes)}
      </td>
      {kinds.map((kind) => {
        const wall = starts.find(({ start }) => start === kind)?.wall ?? null;
        const verdict = verdicts.find(({ start }) => start === kind);
        const exact = wall === null ? "" : `${formatInteger(wall.p50)} µs, n = ${formatInteger(wall.n)}`;
        return (
          <td key={kind} className="number" title={exact}>
            {wall === null ? "–" : formatDuration(wall.p50)}
            {wall !== null && verdict !== undefined && (
              <span
                className={`profile-second-line profile-verdict-${(verdict.verdict ?? "undecided").replace(" ", "-")}`}
                title={verdictText(verdict)}
              >
                {verdict.verdict ?? "undecided"}
              </span>
            )}
          </td>
        );
      })}
      <td className="number">{memoryBytes === null ? "–" : formatBytes(memoryBytes)}</td>
      <td className="number" title={usd === null ? "" : `$${usd}`}>
        {usd === null ? "–" : formatUsd(usd)}
      </td>
    </>
  );
}
