import { useMemo, useState } from "react";
import type { PricingReport } from "../../../../preload/contract";
import { notify } from "../../../session";
import { Button, EmptyState, formatCount, IconButton, TextField } from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { EntryList } from "./entry-list";
import { PriceListDetail, UnpricedDetail } from "./price-list-detail";
import type { Entry } from "./price-lists-model";
import { entriesOf, matching } from "./price-lists-model";
import "./price-lists.css";

/** Every price that bills are made with, and where it comes from. */
export function PriceListsView({ pricing, chosen }: CostViewProps) {
  const [text, setText] = useState("");
  const [name, setName] = useState<string | null>(null);
  const entries = useMemo(() => entriesOf(pricing), [pricing]);
  const shown = matching(entries, text);
  const entry = shown.find((known) => known.name === name) ?? shown[0];
  return (
    <section className="cost-view price-lists" aria-label="Price lists">
      <div className="price-lists-side">
        <TextField
          label="Filter price lists"
          hideLabel
          type="search"
          placeholder="Filter: platform, region, source…"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <span className="cost-quiet" role="status">
          {shown.length === entries.length
            ? formatCount(entries.length, "list")
            : `${shown.length} of ${formatCount(entries.length, "list")}`}
        </span>
        {entry !== undefined && <EntryList entries={shown} active={entry.name} chosen={chosen} onActive={setName} />}
        <OwnLists pricing={pricing} />
      </div>
      {entry === undefined ? (
        <EmptyState
          title="No price list matches"
          action={
            <Button
              onClick={() => {
                setText("");
              }}
            >
              Clear the filter
            </Button>
          }
        />
      ) : (
        <Detail entry={entry} />
      )}
    </section>
  );
}

function Detail({ entry }: { readonly entry: Entry }) {
  return entry.kind === "priced" ? <PriceListDetail entry={entry} /> : <UnpricedDetail entry={entry} />;
}

/** Where the user's own lists go. */
function OwnLists({ pricing: { own, ownFolder } }: { readonly pricing: PricingReport }) {
  return (
    <p className="price-lists-own">
      {own.length === 0 ? "Your own price lists" : formatCount(own.length, "price list")}
      {own.length === 0 ? ", or newer ones, are read from " : " of yours, from "}
      <code>{ownFolder}</code>
      <IconButton
        icon="copy"
        label="Copy the folder’s path"
        onClick={() => {
          void navigator.clipboard.writeText(ownFolder);
          notify({ level: "info", message: "The folder’s path is in the clipboard.", details: null });
        }}
      />
    </p>
  );
}
