import { breakEvenSentences, breakEvenText, serverRemarks } from "../../../../runtime/cost";
import type { PlatformBreakEvens, PriceList, ServerMonth } from "../../../../runtime/cost";
import { classNames, formatShare } from "../../../ui";
import { Money } from "../money";
import { baselinesOf, byCost, titleOf } from "./month-model";

/** What servers cost that carry the month's peak. */
export function ServerTable({ servers }: { readonly servers: readonly ServerMonth[] }) {
  return (
    <table className="cost-table month-table">
      <caption>Always on, with egress, US dollars</caption>
      <thead>
        <tr>
          <th scope="col">Servers</th>
          <th scope="col" className="number">
            A month
          </th>
          <th scope="col" className="number">
            Average per million calls
          </th>
          <th scope="col" className="number">
            vCPUs in use
          </th>
          <th scope="col">How sure</th>
        </tr>
      </thead>
      <tbody>
        {byCost(servers).map((server) => (
          <tr key={server.baseline}>
            <th scope="row" title={server.formula}>
              {server.servers} × {server.title}
            </th>
            <td className="number">
              <strong>
                <Money usd={server.usd} />
              </strong>
            </td>
            <td className="number">
              {server.averageUsdPerMillion === null ? "–" : <Money usd={server.averageUsdPerMillion} />}
            </td>
            <td className="number">{formatShare(server.meanUtilisation, 1)}</td>
            <td className={classNames(server.unfit !== null && "cost-warning")}>{serverRemarks(server)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From which mean rate on servers cost less than each platform. */
export function BreakEvenTable({
  rows,
  lists,
  isStale,
}: {
  readonly rows: readonly PlatformBreakEvens[];
  readonly lists: readonly PriceList[];
  /** They are of what was chosen before. */
  readonly isStale: boolean;
}) {
  const columns = baselinesOf(rows[0]?.rates.map(({ baseline }) => baseline) ?? []);
  return (
    <table className={classNames("cost-table", "month-table", isStale && "month-stale")} aria-busy={isStale}>
      <caption>
        Servers cost less from this mean rate on, requests per second; in brackets: from there on at every rate
        {isStale && " · being solved again…"}
      </caption>
      <thead>
        <tr>
          <th scope="col">Platform</th>
          {columns.map(({ id, title }) => (
            <th key={id} scope="col" className="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ platform, egress, rates }) => (
          <tr key={platform}>
            <th scope="row">
              {titleOf(platform, lists)}
              {!egress && (
                <span className="cost-quiet" title="Its list has no price for egress: it is left out on both sides">
                  {" "}
                  without egress
                </span>
              )}
            </th>
            {columns.map(({ id, title: server }) => {
              const breakEven = rates.find(({ baseline }) => baseline === id)?.breakEven ?? null;
              return (
                <td key={id} className="number" title={breakEvenSentences(breakEven, server)}>
                  {breakEvenText(breakEven)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
