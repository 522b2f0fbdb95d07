import { breakEvenSentences, breakEvenText, priceListName, serverRemarks } from "../../../../runtime/cost";
import type { MonthProjection, PlatformBreakEvens, PriceList, ServerMonth } from "../../../../runtime/cost";
import { classNames, formatShare, Icon } from "../../../ui";
import { Money } from "../money";
import { fullTitle } from "../pricing-model";
import { ConfidenceMark } from "../provenance";
import { leastSure } from "../provenance-model";
import { baselinesOf, byCost } from "./month-model";

/** What the month costs on each platform, the least first. */
export function PlatformTable({
  platforms,
  lists,
}: Pick<MonthProjection, "platforms"> & { readonly lists: readonly PriceList[] }) {
  return (
    <table className="cost-table month-table">
      <caption>On the chosen platforms, US dollars</caption>
      <thead>
        <tr>
          <th scope="col">Platform</th>
          <th scope="col" className="number">
            A month
          </th>
          <th scope="col" className="number">
            Average per million calls
          </th>
          <th scope="col" className="number">
            Next million calls
          </th>
          <th scope="col">Price list</th>
        </tr>
      </thead>
      <tbody>
        {byCost(platforms).map(({ name, usd, averageUsdPerMillion, marginalUsdPerMillion, bill }) => (
          <tr key={name}>
            <th scope="row">{titleOf(name, lists)}</th>
            <td className="number">
              <strong>
                <Money usd={usd} />
              </strong>
            </td>
            <td className="number">{averageUsdPerMillion === null ? "–" : <Money usd={averageUsdPerMillion} />}</td>
            <td className="number">
              <Money usd={marginalUsdPerMillion} />
            </td>
            <td>
              {bill.priceList}{" "}
              <ConfidenceMark confidence={leastSure(bill.lines.map(({ source }) => source.confidence))} />
              {bill.warnings.map((warning) => (
                <span key={warning} className="cost-warning month-warning">
                  <Icon name="warning" /> {warning}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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

/** Its region is in it: two lists of one platform are told apart. */
function titleOf(name: string, lists: readonly PriceList[]): string {
  const list = lists.find((one) => priceListName(one) === name);
  return list === undefined ? name : fullTitle(list);
}
