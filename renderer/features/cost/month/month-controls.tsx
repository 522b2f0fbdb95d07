import { peakFactor, shortDecimal, TRAFFIC_SHAPE_TITLES, TRAFFIC_SHAPES } from "../../../../runtime/cost";
import type { TrafficShapeName } from "../../../../runtime/cost";
import { Checkbox, formatBytes, IconButton, Select, TextField } from "../../../ui";
import type { Calls } from "./calls-model";
import { describeCalls, describeStarts } from "./calls-model";
import type { NumberField } from "./choice-model";
import { fieldNumber, measuredText } from "./choice-model";
import { changeMonth, takeCalls, useMonthStore } from "./month-store";
import { SLIDERS } from "./slider-model";

const SHAPE_NAMES = Object.keys(TRAFFIC_SHAPE_TITLES) as TrafficShapeName[];

/** Of which calls a month is, how many come, and how they are paid for. */
export function MonthControls({ calls }: { readonly calls: Calls }) {
  const { form, choice, of } = useMonthStore();
  const peak = peakFactor(TRAFFIC_SHAPES[choice.shape]);
  const size = formatBytes(Number(form.responseBytes ?? measuredText("responseBytes", calls.mix)));
  return (
    <div className="month-controls" role="group" aria-label="The month">
      <Select
        label="Calls"
        value={of}
        options={[
          { value: "call", label: "The selected call" },
          { value: "version", label: "Mean of this version’s calls" },
        ]}
        onValue={takeCalls}
        hint={`${describeStarts(calls)} · ${describeCalls(calls)}`}
      />
      <NumberValue field="rps" label="Requests per second" />
      <Select
        label="Traffic"
        value={form.shape}
        options={SHAPE_NAMES.map((value) => ({ value, label: TRAFFIC_SHAPE_TITLES[value] }))}
        onValue={(shape) => {
          changeMonth({ shape });
        }}
        hint={peak.eq(1) ? "always the mean rate" : `the busiest rate is ${shortDecimal(peak)} times the mean`}
      />
      <MeasuredValue field="coldPercent" label="Cold starts (%)" calls={calls} />
      <MeasuredValue field="responseBytes" label="Response size (bytes)" calls={calls} reading={size} />
      <NumberValue field="utilisationPercent" label="Servers’ vCPUs in use, at most (%)" />
      <Checkbox
        label="Take free tiers off"
        checked={form.freeTier}
        onChange={(event) => {
          changeMonth({ freeTier: event.target.checked });
        }}
      />
    </div>
  );
}

function NumberValue({ field, label }: { readonly field: "rps" | "utilisationPercent"; readonly label: string }) {
  const text = useMonthStore((state) => state.form[field]);
  return <ValueField field={field} label={label} text={text} />;
}

/** Holds the measured figure until another is chosen, and takes it back. */
function MeasuredValue({
  field,
  label,
  calls,
  reading,
}: {
  readonly field: "coldPercent" | "responseBytes";
  readonly label: string;
  readonly calls: Calls;
  /** The value with its unit, where the field's own is hard to read. */
  readonly reading?: string;
}) {
  const chosen = useMonthStore((state) => state.form[field]);
  const source = chosen === null ? "as measured" : "chosen";
  const hint = reading === undefined ? source : `${reading}, ${source}`;
  return (
    <div className="month-measured">
      <ValueField field={field} label={label} text={chosen ?? measuredText(field, calls.mix)} hint={hint} />
      {chosen !== null && (
        <IconButton
          icon="discard"
          label={`${label}: as measured`}
          onClick={() => {
            changeMonth({ [field]: null });
          }}
        />
      )}
    </div>
  );
}

/** A number to type exactly, and a slider to feel it. */
function ValueField({
  field,
  label,
  text,
  hint,
}: {
  readonly field: NumberField;
  readonly label: string;
  readonly text: string;
  readonly hint?: string;
}) {
  const choice = useMonthStore((state) => state.choice);
  const problem = useMonthStore((state) => state.problems[field]);
  const scale = SLIDERS[field];
  const change = (value: string): void => {
    changeMonth({ [field]: value });
  };
  return (
    <div className="month-value">
      <TextField
        label={label}
        value={text}
        inputMode="decimal"
        problem={problem ?? null}
        {...(hint !== undefined && { hint })}
        onChange={(event) => {
          change(event.target.value);
        }}
      />
      <input
        type="range"
        aria-label={`${label}, slider`}
        aria-valuetext={text}
        min={0}
        max={scale.last}
        value={scale.positionOf(fieldNumber(choice, field) ?? Number(text))}
        onChange={(event) => {
          change(scale.textAt(Number(event.target.value)));
        }}
      />
    </div>
  );
}
