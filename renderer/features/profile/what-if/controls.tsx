import { useId } from "react";
import { TRAFFIC_SHAPE_TITLES } from "../../../../runtime/cost";
import type { TrafficShapeName } from "../../../../runtime/cost";
import { formatDuration, Select } from "../../../ui";
import type { Dial, Dials } from "./settings-model";
import { DIALS, stepsWith } from "./settings-model";
import { MOST_RECORDED } from "./use-recorded";
import type { TrafficForm } from "./what-if-store";
import { changeDials, changeTraffic } from "./what-if-store";

const RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
const SECONDS = [10, 30, 60, 300, 600, 1800, 3600, 4 * 3600, 24 * 3600, 7 * 24 * 3600];
const US_PER_SECOND = 1_000_000;

/** Which calls come. */
export function TrafficControls({ traffic }: { readonly traffic: TrafficForm }) {
  const shapes = Object.keys(TRAFFIC_SHAPE_TITLES) as TrafficShapeName[];
  return (
    <>
      <Select
        label="Calls"
        value={traffic.of}
        options={[
          ...shapes.map((value) => ({ value, label: TRAFFIC_SHAPE_TITLES[value] })),
          { value: "recorded" as const, label: "Recorded calls of this function" },
        ]}
        onValue={(of) => {
          changeTraffic({ of });
        }}
        hint={traffic.of === "recorded" ? `the latest ${MOST_RECORDED} at most, as they came` : ""}
      />
      {traffic.of !== "recorded" && (
        <>
          <Slider
            label="Calls per second, mean"
            steps={RATES}
            value={traffic.rps}
            text={String}
            onValue={(rps) => {
              changeTraffic({ rps });
            }}
          />
          <Slider
            label="For"
            steps={SECONDS}
            value={traffic.seconds}
            text={(seconds) => formatDuration(seconds * US_PER_SECOND)}
            onValue={(seconds) => {
              changeTraffic({ seconds });
            }}
          />
        </>
      )}
    </>
  );
}

/** The pool's settings, each with a mark where the pool is. */
export function DialControls({ now, dials }: { readonly now: Dials; readonly dials: Dials }) {
  return DIALS.map((dial) => <DialSlider key={dial.name} dial={dial} now={now[dial.name]} value={dials[dial.name]} />);
}

function DialSlider({ dial, now, value }: { readonly dial: Dial; readonly now: number; readonly value: number }) {
  return (
    <Slider
      label={dial.label}
      hint={dial.hint}
      steps={stepsWith(dial, now)}
      value={value}
      mark={now}
      text={(step) => dial.text(step)}
      onValue={(step) => {
        changeDials({ [dial.name]: step });
      }}
    />
  );
}

interface SliderProps {
  readonly label: string;
  readonly hint?: string;
  /** Ascending. */
  readonly steps: readonly number[];
  /** One of the steps. */
  readonly value: number;
  /** The step at which the pool is now. */
  readonly mark?: number;
  readonly text: (value: number) => string;
  readonly onValue: (value: number) => void;
}

function Slider({ label, hint, steps, value, mark, text, onValue }: SliderProps) {
  const id = useId();
  const marks = useId();
  return (
    <div className="what-if-slider">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{text(value)}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        step={1}
        list={mark === undefined ? undefined : marks}
        value={Math.max(0, steps.indexOf(value))}
        aria-valuetext={text(value)}
        onChange={(event) => {
          const step = steps[Number(event.target.value)];
          if (step !== undefined) onValue(step);
        }}
      />
      {mark !== undefined && (
        <datalist id={marks}>
          <option value={steps.indexOf(mark)} />
        </datalist>
      )}
      {(hint !== undefined || mark !== undefined) && (
        <span className="what-if-hint">
          {mark !== undefined && `now ${text(mark)}`}
          {mark !== undefined && hint !== undefined && " · "}
          {hint}
        </span>
      )}
    </div>
  );
}
