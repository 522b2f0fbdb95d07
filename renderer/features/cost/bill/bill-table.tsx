import type { ReactNode } from "react";
import { shortDecimal } from "../../../../runtime/cost";
import { Checkbox, Icon, IconButton } from "../../../ui";
import { Money } from "../money";
import { ConfidenceMark, SourceMark } from "../provenance";
import type { BillRow, PlatformBill } from "./bill-model";
import { extraKey, runs } from "./bill-model";
import { estimateText } from "./bill-text";

const COLUMNS = 8;

/** Bills below each other, their columns in line. */
export function BillTable({
  bills,
  closed,
  isExplained,
  onClosed,
  onExtra,
}: {
  readonly bills: readonly PlatformBill[];
  /** The names of those that are closed to their sum. */
  readonly closed: readonly string[];
  readonly isExplained: boolean;
  readonly onClosed: (names: readonly string[]) => void;
  /** An optional meter is to be counted, or not any more. */
  readonly onExtra: (key: string) => void;
}) {
  return (
    <div className="cost-scroll" tabIndex={0} role="region" aria-label="Bills by platform">
      <table className="cost-table bill-table">
        <caption>
          What one more call like this costs: monthly fees, free tiers and included usage belong to a month, not to a
          call.
        </caption>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Takes</th>
            <th scope="col" className="number">
              Quantity
            </th>
            <th scope="col">Unit</th>
            <th scope="col">Price, US dollars</th>
            <th scope="col" className="number">
              One call
            </th>
            <th scope="col" className="number">
              Per million calls
            </th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        {bills.map((bill) => (
          <PlatformRows
            key={bill.name}
            platform={bill}
            isOpen={!closed.includes(bill.name)}
            isExplained={isExplained}
            onOpen={(isOpen) => {
              const others = closed.filter((name) => name !== bill.name);
              onClosed(isOpen ? others : [...others, bill.name]);
            }}
            onExtra={onExtra}
          />
        ))}
      </table>
    </div>
  );
}

function PlatformRows({
  platform,
  isOpen,
  isExplained,
  onOpen,
  onExtra,
}: {
  readonly platform: PlatformBill;
  readonly isOpen: boolean;
  readonly isExplained: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onExtra: (key: string) => void;
}) {
  const { title, bill, usdPerMillion, rows, isCheapest, confidence, priceList } = platform;
  return (
    <tbody>
      <tr className="bill-sum">
        <th scope="rowgroup" colSpan={5}>
          <IconButton
            icon={isOpen ? "chevron-down" : "chevron-right"}
            label={isOpen ? `Hide the lines of ${title}` : `Show the lines of ${title}`}
            aria-expanded={isOpen}
            onClick={() => {
              onOpen(!isOpen);
            }}
          />
          <strong>{title}</strong>
          {isCheapest && (
            <span className="badge bill-cheapest">
              <Icon name="check" /> cheapest
            </span>
          )}
          <span className="cost-quiet">{priceList}</span>
          {!runs(platform) && (
            <span className="badge cost-warning">
              <Icon name="warning" /> would not run there
            </span>
          )}
        </th>
        <td className="number">
          <Money usd={bill.usd} />
        </td>
        <td className="number">
          <strong>
            <Money usd={usdPerMillion} />
          </strong>
        </td>
        <td>
          <ConfidenceMark confidence={confidence} />
        </td>
      </tr>
      {isOpen && (
        <>
          {rows.map((row) => (
            <LineRows
              key={row.line.meter ?? row.line.item}
              row={row}
              isCalibrated={bill.calibration !== null}
              isExplained={isExplained}
            />
          ))}
          <ExtraRows platform={platform} onExtra={onExtra} />
          <NoteRows platform={platform} isExplained={isExplained} />
        </>
      )}
    </tbody>
  );
}

function LineRows({
  row,
  isCalibrated,
  isExplained,
}: {
  readonly row: BillRow;
  readonly isCalibrated: boolean;
  readonly isExplained: boolean;
}) {
  const { line, price, usdPerMillion, takes } = row;
  return (
    <>
      <tr>
        <th scope="row" className="bill-item">
          {line.item}
        </th>
        <td className="bill-takes">
          {takes}
          {line.estimated && (
            <span className="bill-estimate" title="Measured on this machine: an estimate of the platform's">
              {" "}
              ({isCalibrated ? "estimate, calibrated" : "estimate"})
            </span>
          )}
        </td>
        <td className="number" title={`${line.quantity} ${line.unit}`}>
          {shortDecimal(line.quantity)}
        </td>
        <td>{line.unit}</td>
        <td title={`$${line.unitPrice} per ${line.unit}`}>{price}</td>
        <td className="number">
          <Money usd={line.usd} />
        </td>
        <td className="number">
          <Money usd={usdPerMillion} />
        </td>
        <td>
          <SourceMark source={line.source} />
        </td>
      </tr>
      {isExplained && line.formula !== null && <NoteRow className="bill-formula">{line.formula}</NoteRow>}
    </>
  );
}

/** What stands in front of a platform and costs as well: counted when the user says that theirs has it. */
function ExtraRows({
  platform: { name, extras },
  onExtra,
}: {
  readonly platform: PlatformBill;
  readonly onExtra: (key: string) => void;
}) {
  return extras.map(({ id, item, price, isCounted }) => (
    <NoteRow key={id}>
      <Checkbox
        label={`Count ${item}, ${price}`}
        checked={isCounted}
        onChange={() => {
          onExtra(extraKey(name, id));
        }}
      />
    </NoteRow>
  ));
}

/** Why it would not run there, what its CPU time is, and, with the formulas, what the price list has to say. */
function NoteRows({
  platform: { bill, rows },
  isExplained,
}: {
  readonly platform: PlatformBill;
  readonly isExplained: boolean;
}) {
  return (
    <>
      {bill.warnings.map((warning) => (
        <NoteRow key={warning} className="cost-warning">
          <Icon name="warning" /> {warning}
        </NoteRow>
      ))}
      {rows.some(({ line }) => line.estimated) && <NoteRow>{estimateText(bill.calibration)}.</NoteRow>}
      {isExplained && bill.notes.map((note) => <NoteRow key={note}>{note}</NoteRow>)}
    </>
  );
}

function NoteRow({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return (
    <tr className="bill-note">
      <td colSpan={COLUMNS} className={className}>
        {children}
      </td>
    </tr>
  );
}
