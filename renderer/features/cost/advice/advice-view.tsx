import { useMemo } from "react";
import type { CallFacts } from "../../../../preload/contract";
import { ADVICE_NAMES, adviceText } from "../../../../runtime/cost";
import type { Advice, CallAdvice, PriceList } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { detailsOf, useCallFacts, useIsOlder } from "../../../bridge";
import { notify } from "../../../session";
import {
  Button,
  EmptyState,
  ErrorState,
  formatBytes,
  formatInteger,
  formatShare,
  Icon,
  LoadingState,
  OlderBadge,
  StartBadge,
} from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { Money } from "../money";
import { pricingOf } from "../pricing-model";
import { SelectedCall } from "../selected-call";
import { adviceAsText, adviceOf, amountTitle, bodySizes, savingRows } from "./advice-model";
import "./advice.css";

/** What the selected call's own numbers advise on the chosen platforms. */
export function AdviceView(props: CostViewProps) {
  return (
    <SelectedCall what="what its numbers advise is shown here.">
      {(invocation) => <AdviceOfCall {...props} invocation={invocation} />}
    </SelectedCall>
  );
}

function AdviceOfCall({ invocation, ...props }: CostViewProps & { readonly invocation: Invocation }) {
  const { data, error } = useCallFacts(invocation.id);
  if (error !== null) return <ErrorState message={error.message} details={detailsOf(error)} />;
  if (data === undefined) return <LoadingState label="Compressing the response, to see what that saves…" />;
  return <Advised {...props} invocation={invocation} facts={data} />;
}

function Advised({
  invocation,
  facts,
  pricing,
  chosen,
}: CostViewProps & { readonly invocation: Invocation; readonly facts: CallFacts }) {
  const found = useMemo(
    () => adviceOf(invocation, facts, pricingOf(pricing, chosen)),
    [invocation, facts, pricing, chosen],
  );
  if (found === null) {
    return (
      <EmptyState title="This call has no numbers">It never reached a sandbox: nothing of it was measured.</EmptyState>
    );
  }
  return (
    <section className="cost-view" aria-label="Advice">
      <Head invocation={invocation} found={found} />
      <div className="cost-scroll" tabIndex={0} role="region" aria-label="What the call's numbers advise">
        {found.advice.length === 0 && (
          <p className="advice-none">
            <Icon name="check" /> These numbers leave nothing to save on the chosen platforms.
          </p>
        )}
        {found.advice.map((advice) => (
          <Piece key={advice.kind} advice={advice} lists={chosen} />
        ))}
        {found.nothing.length > 0 && <Nothing nothing={found.nothing} />}
      </div>
    </section>
  );
}

function Head({ invocation, found }: { readonly invocation: Invocation; readonly found: CallAdvice }) {
  const isOlder = useIsOlder(invocation);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(adviceAsText(invocation, found));
    notify({ level: "info", message: "The advice is in the clipboard as text.", details: null });
  };
  return (
    <div className="cost-line">
      <span className="cost-call">
        <strong title={`version ${invocation.version}`}>{invocation.functionName}</strong>
        <StartBadge start={invocation.start} />
        {isOlder && <OlderBadge />}
        <span className="cost-quiet">from the numbers of this one call, on this machine</span>
      </span>
      <span className="cost-space" />
      <Button kind="quiet" icon="copy" onClick={() => void copy()}>
        Copy as text
      </Button>
    </div>
  );
}

function Piece({ advice, lists }: { readonly advice: Advice; readonly lists: readonly PriceList[] }) {
  const { summary, remarks } = adviceText(advice);
  return (
    <article className="advice-piece" aria-label={ADVICE_NAMES[advice.kind]}>
      <p>
        <Icon name="lightbulb" /> <strong>{ADVICE_NAMES[advice.kind]}</strong>: {summary}
      </p>
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      <BodySizes advice={advice} />
      {advice.savings.length === 0 ? (
        <p className="cost-quiet">None of the chosen platforms bills it: it saves time, not money.</p>
      ) : (
        <Savings advice={advice} lists={lists} />
      )}
    </article>
  );
}

/** What was really compressed. */
function BodySizes({ advice }: { readonly advice: Advice }) {
  const sizes = bodySizes(advice);
  const [whole] = sizes;
  if (whole === undefined) return null;
  return (
    <table className="cost-table">
      <thead>
        <tr>
          <th scope="col">The body</th>
          <th scope="col" className="number">
            Size
          </th>
          <th scope="col" className="number">
            Of it
          </th>
        </tr>
      </thead>
      <tbody>
        {sizes.map(({ name, bytes }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number" title={`${formatInteger(bytes)} bytes`}>
              {formatBytes(bytes)}
            </td>
            <td className="number">{formatShare(bytes, whole.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Savings({ advice, lists }: { readonly advice: Advice; readonly lists: readonly PriceList[] }) {
  const rows = savingRows(advice, lists);
  const isMemory = rows.some(({ smaller }) => smaller !== null);
  return (
    <table className="cost-table">
      <thead>
        <tr>
          <th scope="col">Platform</th>
          <th scope="col" className="number">
            {amountTitle(advice)}
          </th>
          <th scope="col" className="number">
            Of its bill
          </th>
          {isMemory && <th scope="col">With</th>}
          <th scope="col">Price list</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, priceList, usdPerMillion, share, smaller }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td className="number">
              <Money usd={usdPerMillion} />
            </td>
            <td className="number">{share}</td>
            {isMemory && <td>{smaller}</td>}
            <td className="cost-quiet">{priceList}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was looked at besides. */
function Nothing({ nothing }: { readonly nothing: CallAdvice["nothing"] }) {
  return (
    <section className="advice-looked" aria-label="Looked at, with nothing to advise">
      <p className="cost-quiet">Looked at, with nothing to advise:</p>
      <dl>
        {nothing.map(({ kind, why }) => (
          <div key={kind}>
            <dt>{ADVICE_NAMES[kind]}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
