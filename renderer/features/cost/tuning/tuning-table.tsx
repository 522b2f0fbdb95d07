import type { PlatformTuning } from "../../../../runtime/cost";
import { perMillion } from "../../../../runtime/cost";
import { formatBytes, formatDuration, formatInteger, formatShare } from "../../../ui";
import { Money } from "../money";
import type { Measured, TuningRow } from "./tuning-model";
import { megabytes } from "./tuning-model";
import { exactMs, timeText } from "./tuning-text";

/** The chart's figures: first what was measured here, then what the platform makes of it. */
export function TuningTable({
  rows,
  platform,
  title,
}: {
  readonly rows: readonly TuningRow[];
  readonly platform: PlatformTuning;
  readonly title: string;
}) {
  const isModelled = platform.cpuShare !== null;
  const measured = ["n", "p50", "p90", "p99", "CPU p50", "Peak memory"];
  const priced = ["vCPU", "n", "Time", "US dollars per million calls"];
  return (
    <div className="tuning-scroll" tabIndex={0} role="region" aria-label="Memory sizes">
      <table className="cost-table">
        <thead>
          <tr>
            <th rowSpan={2} scope="col" className="number">
              Memory
            </th>
            <th colSpan={measured.length} scope="colgroup">
              Measured on this machine, warm
            </th>
            <th colSpan={priced.length} scope="colgroup">
              {title}: time {isModelled ? "modelled" : "as measured"}
            </th>
            <th rowSpan={2} scope="col">
              Remark
            </th>
          </tr>
          <tr>
            {[...measured, ...priced].map((name, index) => (
              <th key={index} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.memoryMb}>
              <th scope="row" className="number">
                {megabytes(row.memoryMb)}
              </th>
              <MeasuredCells measured={row.measured} count={measured.length} />
              <PricedCells row={row} count={priced.length} />
              <td>{remark(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MeasuredCells({ measured, count }: { readonly measured: Measured | null; readonly count: number }) {
  if (measured === null) return <Nothing count={count} />;
  const { n, p50Us, p90Us, p99Us, cpuP50Us, peakBytes } = measured;
  return (
    <>
      <td className="number">{n}</td>
      {[p50Us, p90Us, p99Us, cpuP50Us].map((us, index) => (
        <td key={index} className="number" title={`${formatInteger(us)} µs`}>
          {formatDuration(us)}
        </td>
      ))}
      <td className="number" title={`${formatInteger(peakBytes)} bytes`}>
        {formatBytes(peakBytes)}
      </td>
    </>
  );
}

function PricedCells({ row: { tuned }, count }: { readonly row: TuningRow; readonly count: number }) {
  if (tuned === null || !tuned.offered) return <Nothing count={count} />;
  const { cpuShare, n, durationMs, usd } = tuned;
  return (
    <>
      <td className="number">{cpuShare === null ? "–" : formatShare(cpuShare, 1)}</td>
      <td className="number">{n}</td>
      <td className="number" title={exactMs(durationMs.mean)}>
        {timeText(durationMs)}
      </td>
      <td className="number">
        <Money usd={perMillion(usd.mean)} />
      </td>
    </>
  );
}

function Nothing({ count }: { readonly count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <td key={index} className="number">
      –
    </td>
  ));
}

function remark({ tuned, failure, state, choices, memoryMb }: TuningRow): string {
  if (failure !== null) return failure.outcome === "out-of-memory" ? "ran out of memory" : failure.outcome;
  if (state === "unfinished") return "not run to its end";
  if (tuned === null) return "";
  if (!tuned.offered) return "not offered there";
  const billed = tuned.billedMb === memoryMb ? [] : [`billed as ${megabytes(tuned.billedMb)}`];
  return [...choices, ...billed].join(", ");
}
