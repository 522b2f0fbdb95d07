import { useState } from "react";
import { shortDecimal } from "../../../../runtime/cost";
import type { BillLine, MonthProjection, PlatformMonth, PriceList } from "../../../../runtime/cost";
import { Icon, IconButton } from "../../../ui";
import { Money } from "../money";
import { ConfidenceMark, SourceMark } from "../provenance";
import { leastSure } from "../provenance-model";
import { byCost, titleOf } from "./month-model";

/** What the month costs on each platform, the least first; each opens to the lines of its bill. */
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
      {byCost(platforms).map((platform) => (
        <PlatformRows key={platform.name} platform={platform} title={titleOf(platform.name, lists)} />
      ))}
    </table>
  );
}

function PlatformRows({ platform, title }: { readonly platform: PlatformMonth; readonly title: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { usd, averageUsdPerMillion, marginalUsdPerMillion, bill } = platform;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup">
          {/* The name comes first for those who hear the row; the sheet puts the button before it. */}
          <span className="month-name">
            <span>{title}</span>
            <IconButton
              icon={isOpen ? "chevron-down" : "chevron-right"}
              label={`${isOpen ? "Hide" : "Show"} the month’s lines on ${title}`}
              aria-expanded={isOpen}
              onClick={() => {
                setIsOpen(!isOpen);
              }}
            />
          </span>
        </th>
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
          {bill.priceList} <ConfidenceMark confidence={leastSure(bill.lines.map(({ source }) => source.confidence))} />
          {bill.warnings.map((warning) => (
            <span key={warning} className="cost-warning month-warning">
              <Icon name="warning" /> {warning}
            </span>
          ))}
        </td>
      </tr>
      {isOpen && bill.lines.map((line) => <LineRow key={`${line.meter ?? ""} ${line.item}`} line={line} />)}
    </tbody>
  );
}

/** What is free, included, or fills a minimum up has a line too. */
function LineRow({ line }: { readonly line: BillLine }) {
  const { item, usd, quantity, unit, unitPrice, estimated, source } = line;
  return (
    <tr className="month-line">
      <th scope="row">
        {item}
        {estimated && (
          <span className="cost-quiet" title="From this machine's CPU time: an estimate of the platform's">
            {" "}
            (estimate)
          </span>
        )}
      </th>
      <td className="number">
        <Money usd={usd} />
      </td>
      <td colSpan={2} className="number" title={`${quantity} ${unit}, $${unitPrice} each`}>
        {shortDecimal(quantity)} {unit}
      </td>
      <td>
        <SourceMark source={source} />
      </td>
    </tr>
  );
}
