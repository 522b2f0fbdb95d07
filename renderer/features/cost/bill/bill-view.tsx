import { useMemo } from "react";
import { billsCsv, callUsage } from "../../../../runtime/cost";
import type { CallUsage } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { activeCpuText, memoryText } from "../../../../runtime/model";
import { useIsOlder } from "../../../bridge";
import { notify } from "../../../session";
import {
  Button,
  EmptyState,
  formatBytes,
  formatDuration,
  Icon,
  IconButton,
  OlderBadge,
  OutcomeBadge,
  saveBlob,
  Select,
  StartBadge,
} from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { Money } from "../money";
import { SelectedCall } from "../selected-call";
import { useBillChoices } from "./bill-choices";
import type { Order, PlatformBill } from "./bill-model";
import { billsOf, ordered } from "./bill-model";
import { BillTable } from "./bill-table";
import { billsText } from "./bill-text";
import "./bill.css";

/** What the selected call costs on each of the chosen platforms, line by line. */
export function BillView(props: CostViewProps) {
  return (
    <SelectedCall what="what it costs on each platform is shown here.">
      {(invocation) => <CallBills {...props} invocation={invocation} />}
    </SelectedCall>
  );
}

function CallBills({ invocation, ...props }: CostViewProps & { readonly invocation: Invocation }) {
  const usage = useMemo(() => callUsage(invocation), [invocation]);
  if (usage === null) {
    return (
      <EmptyState title="This call costs nothing">
        It never reached a sandbox: no platform would have run it, and none would bill it.
      </EmptyState>
    );
  }
  return <Bills {...props} invocation={invocation} usage={usage} />;
}

const ORDER_OPTIONS: readonly { readonly value: Order; readonly label: string }[] = [
  { value: "chosen", label: "As chosen" },
  { value: "cheapest", label: "Cheapest first" },
];

function Bills({
  invocation,
  usage,
  pricing,
  chosen,
}: CostViewProps & { readonly invocation: Invocation; readonly usage: CallUsage }) {
  const { order, closed, isExplained, extras } = useBillChoices();
  const bills = useMemo(
    () => ordered(billsOf(usage, pricing, chosen, extras), order),
    [usage, pricing, chosen, extras, order],
  );
  const saveCsv = (): void => {
    const name = `bill-${invocation.functionName}-${invocation.id.slice(-8)}.csv`;
    const csv = billsCsv(bills.map(({ bill }) => ({ call: invocation.id, bill })));
    saveBlob(new Blob([csv], { type: "text/csv" }), name);
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(billsText(invocation, bills));
    notify({ level: "info", message: "The bill is in the clipboard as text.", details: null });
  };
  return (
    <section className="cost-view" aria-label="Bill of the selected call">
      <div className="cost-line" role="toolbar" aria-label="Bill">
        <CallFacts invocation={invocation} />
        <Cheapest bills={bills} />
        <span className="cost-space" />
        <Select
          label="Order"
          hideLabel
          options={ORDER_OPTIONS}
          value={order}
          onValue={(wanted) => {
            useBillChoices.setState({ order: wanted });
          }}
        />
        <Button
          kind="quiet"
          icon="list-tree"
          aria-pressed={closed.length === 0}
          title="Show the lines of every platform, or the sums alone"
          onClick={() => {
            useBillChoices.setState({ closed: closed.length === 0 ? bills.map(({ name }) => name) : [] });
          }}
        >
          Lines
        </Button>
        <Button
          kind="quiet"
          icon="symbol-operator"
          aria-pressed={isExplained}
          onClick={() => {
            useBillChoices.setState({ isExplained: !isExplained });
          }}
        >
          Formulas
        </Button>
        <IconButton icon="copy" label="Copy the bill as text" onClick={() => void copy()} />
        <Button kind="quiet" icon="save" onClick={saveCsv}>
          CSV
        </Button>
      </div>
      <BillTable
        bills={bills}
        closed={closed}
        isExplained={isExplained}
        onClosed={(names) => {
          useBillChoices.setState({ closed: names });
        }}
        onExtra={(key) => {
          const others = extras.filter((known) => known !== key);
          useBillChoices.setState({ extras: others.length < extras.length ? others : [...others, key] });
        }}
      />
    </section>
  );
}

/** What a narrow panel may have scrolled out of sight. */
function Cheapest({ bills }: { readonly bills: readonly PlatformBill[] }) {
  const cheapest = bills.find(({ isCheapest }) => isCheapest);
  if (cheapest === undefined) return null;
  return (
    <span className="badge bill-cheapest">
      <Icon name="check" /> cheapest: {cheapest.shortTitle}, <Money usd={cheapest.usdPerMillion} /> per million
    </span>
  );
}

/** What the bills are of: one call, as it was measured. */
function CallFacts({ invocation }: { readonly invocation: Invocation }) {
  const { functionName, version, outcome, start, usage } = invocation;
  const isOlder = useIsOlder(invocation);
  return (
    <span className="cost-call">
      <strong title={`version ${version}`}>{functionName}</strong>
      <OutcomeBadge outcome={outcome} />
      <StartBadge start={start} />
      {isOlder && <OlderBadge />}
      <span className="cost-quiet" title="One call, as it was measured on this machine">
        {formatDuration(usage.executionUs)} wall · {activeCpuText(usage)} CPU · {memoryText(usage)} ·{" "}
        {formatBytes(usage.egressBytes)} out
      </span>
    </span>
  );
}
