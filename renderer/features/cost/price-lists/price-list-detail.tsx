import { CONFIDENCES, priceListId } from "../../../../runtime/cost";
import type { Provenance } from "../../../../runtime/cost";
import { notify } from "../../../session";
import { IconButton } from "../../../ui";
import { ConfidenceMark } from "../provenance";
import { CONFIDENCE_TEXT } from "../provenance-model";
import type { PricedEntry, UnpricedEntry } from "./price-lists-model";
import { addressIn, limitTexts, memoryText, priceRows } from "./price-lists-model";

/** One list: every price with its unit, range and rule, and where it was read. */
export function PriceListDetail({ entry: { title, list, ownFile } }: { readonly entry: PricedEntry }) {
  const limits = limitTexts(list.limits);
  return (
    <div className="price-lists-detail" tabIndex={0} role="region" aria-label={title}>
      <p className="cost-paragraph">
        <strong>{title}</strong>{" "}
        <span className="cost-quiet">
          {priceListId(list)} · {list.region ?? "one price everywhere"} · US dollars
        </span>
      </p>
      {ownFile !== null && (
        <p className="cost-paragraph">
          Your own list: <code>{ownFile}</code>
        </p>
      )}
      <table className="cost-table">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Price</th>
            <th scope="col">For</th>
            <th scope="col">Counted</th>
            <th scope="col">Source</th>
            <th scope="col">Read</th>
            <th scope="col">Confidence</th>
          </tr>
        </thead>
        <tbody>
          {priceRows(list).map(({ item, price, range, counted, source }) => (
            <tr key={`${item} ${range} ${counted}`}>
              <th scope="row">{item}</th>
              <td>{price}</td>
              <td>{range}</td>
              <td>{counted}</td>
              <td>
                <Source text={source.source} />
              </td>
              <td className="price-lists-read">{source.readOn}</td>
              <td>
                <ConfidenceMark confidence={source.confidence} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="price-lists-facts">
        <dt>Memory</dt>
        <dd>{memoryText(list.memory)}</dd>
        {limits.length > 0 && (
          <>
            <dt>One call at most</dt>
            <dd>{limits.join(", ")}</dd>
          </>
        )}
        <dt>Confidence</dt>
        <dd>{CONFIDENCES.map((known) => `${known} ${CONFIDENCE_TEXT[known]}`).join("; ")}</dd>
        {list.notes.map((note) => (
          <Note key={note} text={note} />
        ))}
      </dl>
    </div>
  );
}

function Note({ text }: { readonly text: string }) {
  return (
    <>
      <dt>Note</dt>
      <dd>{text}</dd>
    </>
  );
}

/** A platform that can't be priced, and why. */
export function UnpricedDetail({ entry: { title, platform } }: { readonly entry: UnpricedEntry }) {
  return (
    <div className="price-lists-detail" tabIndex={0} role="region" aria-label={title}>
      <p className="cost-paragraph">
        <strong>{title}</strong> <span className="cost-quiet">without a price list</span>
      </p>
      <p className="cost-paragraph">{platform.why}</p>
      <p className="cost-paragraph cost-quiet">
        <Source text={platform.source} />
      </p>
    </div>
  );
}

function Source({ text }: { readonly text: Provenance["source"] }) {
  const address = addressIn(text);
  return (
    <>
      {text}
      {address !== null && (
        <IconButton
          icon="link"
          label={`Copy the address ${address}`}
          className="price-lists-address"
          onClick={() => {
            void navigator.clipboard.writeText(address);
            notify({ level: "info", message: `${address} is in the clipboard.`, details: null });
          }}
        />
      )}
    </>
  );
}
