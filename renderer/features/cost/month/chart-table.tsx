import { decimalText } from "../../../../runtime/cost";
import type { Decades } from "./axis-model";
import type { CostChart } from "./line-model";
import { tableRows } from "./reading-model";

/** What the chart shows, as figures: a row for each round rate, the current one and every break-even point. */
export function ChartTable({ chart, rates }: { readonly chart: CostChart; readonly rates: Decades }) {
  return (
    <div className="month-chart-table" tabIndex={0} role="region" aria-label="Cost against rate, as a table">
      <table className="cost-table">
        <thead>
          <tr>
            <th scope="col" className="number">
              req/s
            </th>
            <th scope="col">What</th>
            {chart.lines.map(({ id, kind, title }) => (
              <th key={id} scope="col" className="number" title={title}>
                {kind === "server" ? title : id}, $
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(chart, rates).map(({ rps, rate, what, cells }) => (
            <tr key={`${decimalText(rps)} ${what}`}>
              <th scope="row" className="number" title={`exactly ${decimalText(rps)}`}>
                {rate}
              </th>
              <td>{what}</td>
              {cells.map(({ id, usd, shown }) => (
                <td key={id} className="number" title={`exactly $${usd}`}>
                  {shown}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
