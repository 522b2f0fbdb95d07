import { useMemo } from "react";
import { caseStudies, caseStudyText, compareArchitectures, measuredStart } from "../../../../runtime/cost";
import type { PriceList } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { showCostView } from "../../../session";
import { Button } from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { Money } from "../money";
import type { Calls } from "../month";
import { describeTraffic, MonthCalls, useMonth } from "../month";
import type { ShownArchitecture } from "./architectures-model";
import { ARCHITECTURE_NOTES, shownArchitectures } from "./architectures-model";
import "./architectures.css";

/** The reference model's four ways of running code, with the user's own function in them, and its two case studies. */
export function ArchitecturesView(props: CostViewProps) {
  return (
    <MonthCalls>{(calls, invocation) => <Architectures {...props} calls={calls} invocation={invocation} />}</MonthCalls>
  );
}

function Architectures({
  pricing,
  calls,
  invocation,
}: CostViewProps & { readonly calls: Calls; readonly invocation: Invocation }) {
  const month = useMonth(calls, pricing);
  const { traffic, mix, options } = month;
  const rows = useMemo(
    () => compareArchitectures(traffic, mix, pricing.lists, options, measuredStart(invocation)),
    [traffic, mix, pricing.lists, options, invocation],
  );
  return (
    <section className="cost-view" aria-label="Architectures">
      <div className="cost-line">
        <strong>{invocation.functionName}</strong> {describeTraffic(month)}
        <span className="cost-space" />
        <Button
          kind="quiet"
          icon="settings"
          onClick={() => {
            showCostView("month");
          }}
        >
          Change the month
        </Button>
      </div>
      <div
        className="cost-scroll architectures"
        tabIndex={0}
        role="region"
        aria-label="Architectures compared"
        data-focus-first=""
      >
        <ArchitectureTable rows={shownArchitectures(rows)} />
        <ul className="architectures-notes">
          {ARCHITECTURE_NOTES.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
        <CaseStudies lists={pricing.lists} />
      </div>
    </section>
  );
}

function ArchitectureTable({ rows }: { readonly rows: readonly ShownArchitecture[] }) {
  return (
    <table className="cost-table architectures-table">
      <colgroup span={1} />
      <colgroup span={5} />
      <colgroup span={3} />
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={5}>
            Quoted from the reference model
          </th>
          <th scope="colgroup" colSpan={3}>
            Your function
          </th>
        </tr>
        <tr>
          <th scope="col">Architecture</th>
          <th scope="col" className="number">
            Start
          </th>
          <th scope="col">Scaling</th>
          <th scope="col">Billing</th>
          <th scope="col">Operations</th>
          <th scope="col">Regions</th>
          <th scope="col" className="number">
            Measured start
          </th>
          <th scope="col" className="number">
            This month, US dollars
          </th>
          <th scope="col">On</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, title, quotedStart, scaling, billing, operations, regions, measured, month }) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            <td className="number">{quotedStart}</td>
            <td>{scaling}</td>
            <td>{billing}</td>
            <td>{operations}</td>
            <td>{regions}</td>
            <td className="number">{measured === null ? "–" : <span title={measured.exact}>{measured.text}</span>}</td>
            <td className="number">
              {month === null ? (
                "no price known"
              ) : (
                <strong>
                  <Money usd={month.usd} />
                </strong>
              )}
            </td>
            <td>{month?.title ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CaseStudies({ lists }: { readonly lists: readonly PriceList[] }) {
  const studies = useMemo(() => caseStudies(lists), [lists]);
  return (
    <>
      <h3 className="architectures-heading">The reference model’s case studies, computed</h3>
      <ul className="architectures-notes">
        {studies.map((study) => {
          const { saving, reckoning } = caseStudyText(study);
          return (
            <li key={study.id}>
              <strong>{saving}</strong> <span title={`with ${study.after.priceList}`}>{reckoning}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
