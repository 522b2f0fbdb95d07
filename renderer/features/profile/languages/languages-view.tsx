import { priceListName } from "../../../../runtime/cost";
import type { Profile } from "../../../../runtime/model";
import { endText } from "../../../../runtime/profile";
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
import type { Row } from "./languages-model";
import { languagesCsv, rowsOf, verdictText } from "./languages-model";
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
        <Figures profiles={result.profiles} />
      ) : (
        <ErrorState message={result.failure.message} details={result.failure.details} />
      )}
    </section>
  );
}

function Figures({ profiles }: { readonly profiles: readonly Profile[] }) {
  const lists = usePricing().data?.lists ?? [];
  const platform = useSettings().data?.platforms[0] ?? null;
  const list = lists.find((each) => each.platform === platform || priceListName(each) === platform) ?? null;
  const rows = rowsOf(profiles, list);
  const ends = profiles.flatMap((profile) => endText(profile) ?? []);
  return (
    <div className="profile-content" tabIndex={0} role="region" aria-label="What was compared">
      {ends.map((end) => (
        <p key={end} className="profile-failure" role="alert">
          <Icon name="error" /> {end}
        </p>
      ))}
      <FigureTable rows={rows} platform={list === null ? null : platform} />
      <ChartFigure
        title="Starts by language"
        draw={(width) => languagesPicture(rows, width)}
        table={<FigureTable rows={rows} platform={list === null ? null : platform} />}
        csv={() => languagesCsv(rows, list === null ? null : platform)}
        fileName="languages"
        onFailure={notifyError}
      />
      <p className="profile-paragraph profile-quiet">
        Measured in turn, n = {formatInteger(profiles[0]?.runs ?? 0)} of each kind. Verdicts are against{" "}
        {profiles[0]?.functionName}: a rank test that gives 5 false alarms in 100 comparisons at most, all verdicts
        together. Memory is linear memory at the end of a call, without the engine’s code. The price is of a median{" "}
        {profiles[0]?.starts.at(-1)} call, an estimate from this machine’s times.
      </p>
    </div>
  );
}

function FigureTable({ rows, platform }: { readonly rows: readonly Row[]; readonly platform: string | null }) {
  const kinds = rows[0]?.profile.starts ?? [];
  return (
    <div className="profile-scroll">
      <table className="profile-table" aria-label="Languages">
        <thead>
          <tr>
            <th scope="col">Function</th>
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
              {platform === null ? "no price list" : `per million on ${platform}`}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FigureRow key={row.profile.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FigureRow({ row: { profile, bytes, starts, verdicts, memoryBytes, usdPerMillion } }: { readonly row: Row }) {
  return (
    <tr>
      <th scope="row" title={profile.version}>
        {profile.functionName}
      </th>
      <td>{profile.engine}</td>
      <td className="number" title={`${formatInteger(bytes)} B`}>
        {formatBytes(bytes)}
      </td>
      {starts.map(({ start, wall }) => {
        const verdict = verdicts.find((each) => each.start === start);
        return (
          <td key={start} className="number" title={wall === null ? "" : `${formatInteger(wall.p50)} µs`}>
            {wall === null ? "–" : formatDuration(wall.p50)}
            {verdict !== undefined && (
              <span className={`profile-verdict-${(verdict.verdict ?? "undecided").replace(" ", "-")}`}>
                {" "}
                {verdictText(verdict)}
              </span>
            )}
          </td>
        );
      })}
      <td className="number">{memoryBytes === null ? "–" : formatBytes(memoryBytes)}</td>
      <td className="number" title={usdPerMillion === null ? "" : `$${usdPerMillion}`}>
        {usdPerMillion === null ? "–" : formatUsd(usdPerMillion)}
      </td>
    </tr>
  );
}
