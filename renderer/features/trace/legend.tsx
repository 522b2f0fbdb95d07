import type { Start } from "../../../runtime/model";
import { STARTS } from "../../../runtime/model";
import { StartBadge } from "../../ui";

/** Colour says how the call started, the filling says whose time it was. */
export function Legend({ present }: { readonly present: readonly (Start | null)[] }) {
  return (
    <ul className="trace-legend" aria-label="Legend">
      {STARTS.map((start) => (
        <li key={start} className={present.includes(start) ? "trace-legend-present" : "trace-legend-other"}>
          <StartBadge start={start} />
        </li>
      ))}
      <li>
        <span className="trace-sample trace-sample-startup" /> start-up
      </li>
      <li>
        <span className="trace-sample trace-sample-call" /> call
      </li>
      <li>
        <span className="trace-sample trace-sample-guest" /> function&apos;s own
      </li>
      <li>
        <span className="trace-sample trace-sample-unaccounted" /> unaccounted
      </li>
    </ul>
  );
}
