import { compareStrategies, STRATEGY_TEXTS } from "../../../../runtime/profile";
import type { Strategy } from "../../../../runtime/profile";
import { notifyError } from "../../../session";
import { ChartFigure, EmptyState, formatDuration, formatInteger, StartBadge } from "../../../ui";
import { fileNameOf } from "../file-name";
import type { ProfileViewProps } from "../views";
import { FrozenReads } from "./frozen-reads";
import { againstText, strategiesCsv } from "./strategy-model";
import { strategyPicture } from "./strategy-picture";

/** What preparing a function ahead of its start brings, on a platform that can, and what one pays that can't. */
export function StrategiesView({ profile }: ProfileViewProps) {
  const strategies = compareStrategies(profile);
  if (strategies.length === 0) {
    return (
      <EmptyState title="Only one strategy was measured">
        {profile.engine === "wasi"
          ? "Each call of a WASI program is a new process of its compiled module: there is nothing to prepare beyond that."
          : "Cold and prewarmed starts have strategies: profile one of these kinds, to its end."}
      </EmptyState>
    );
  }
  return (
    <>
      <p className="profile-paragraph profile-quiet">
        The same starts with and without what was prepared, measured in turn. A platform that snapshots or caches pays
        the upper of each two; one that does not, the lower.
      </p>
      <ChartFigure
        title="Start-up strategies"
        draw={(width) => strategyPicture(strategies, width)}
        table={<StrategyTable strategies={strategies} />}
        csv={() => strategiesCsv(strategies)}
        fileName={fileNameOf(profile, "strategies")}
        onFailure={notifyError}
      />
      <Verdicts strategies={strategies} />
      <FrozenReads profile={profile} />
    </>
  );
}

function Verdicts({ strategies }: { readonly strategies: readonly Strategy[] }) {
  return (
    <ul className="profile-list">
      {strategies
        .filter(({ againstImage }) => againstImage !== null)
        .map((strategy) => (
          <li key={strategy.start}>
            <StartBadge start={strategy.start} /> {STRATEGY_TEXTS[strategy.name]}: {againstText(strategy)}
          </li>
        ))}
    </ul>
  );
}

function StrategyTable({ strategies }: { readonly strategies: readonly Strategy[] }) {
  return (
    <table className="profile-table" aria-label="Start-up strategies, as a table">
      <thead>
        <tr>
          <th scope="col">Start</th>
          <th scope="col">Strategy</th>
          <th scope="col" className="number">
            n
          </th>
          <th scope="col" className="number">
            p50
          </th>
          <th scope="col" className="number">
            95 % between
          </th>
          <th scope="col">Against the prepared one</th>
        </tr>
      </thead>
      <tbody>
        {strategies.map((strategy) => {
          const { start, name, n, p50Us, p50Ci95Us } = strategy;
          return (
            <tr key={`${start} ${name}`}>
              <th scope="row">
                <StartBadge start={start} />
              </th>
              <td>{STRATEGY_TEXTS[name]}</td>
              <td className="number">{formatInteger(n)}</td>
              <td className="number" title={`${formatInteger(p50Us)} µs`}>
                {formatDuration(p50Us)}
              </td>
              <td className="number">{p50Ci95Us === null ? "too few" : p50Ci95Us.map(formatDuration).join(" and ")}</td>
              <td>{againstText(strategy)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
