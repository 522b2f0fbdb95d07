import type { Invocation } from "../../../runtime/model";
import { formatShare } from "../../../runtime/model";
import type { PairedRow } from "./compare-model";
import { differenceUs } from "./compare-model";
import { exact, signed } from "./scene-model";
import { attributeFacts } from "./text-model";

interface Props {
  readonly rows: readonly PairedRow[];
  readonly a: Invocation;
  readonly b: Invocation | null;
}

/** The same figures as the picture's, as text. */
export function TraceTable({ rows, a, b }: Props) {
  return (
    <div className="trace-tables" tabIndex={0} role="region" aria-label="Trace as a table">
      {b === null ? <SpanTable rows={rows} wallUs={a.usage.wallUs} /> : <DifferenceTable rows={rows} />}
      <LogTable caption={b === null ? "Console" : "Console of A"} invocation={a} />
      {b !== null && <LogTable caption="Console of B" invocation={b} />}
    </div>
  );
}

function SpanTable({ rows, wallUs }: { readonly rows: readonly PairedRow[]; readonly wallUs: number }) {
  return (
    <table className="trace-table">
      <caption>Spans; of a wall time of {exact(wallUs)}</caption>
      <thead>
        <tr>
          <th scope="col">span</th>
          {["start", "end", "took", "self", "of wall"].map((title) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
          <th scope="col">attributes</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, depth, a }) => (
          <tr key={key}>
            <th scope="row" style={{ paddingLeft: 8 + depth * 12 }}>
              {label}
            </th>
            <td className="number">{a?.segments.length === 1 ? exact(a.segments[0]?.startUs ?? 0) : ""}</td>
            <td className="number">{a?.segments.length === 1 ? exact(a.segments[0]?.endUs ?? 0) : ""}</td>
            <td className="number">{exact(a?.tookUs ?? 0)}</td>
            <td className="number">{exact(a?.selfUs ?? 0)}</td>
            <td className="number">{formatShare(a?.tookUs ?? 0, wallUs)}</td>
            <td className="mono">
              {attributeFacts(a?.attributes ?? {})
                .map(({ name, value }) => `${name}=${value}`)
                .join(" ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DifferenceTable({ rows }: { readonly rows: readonly PairedRow[] }) {
  return (
    <table className="trace-table">
      <caption>Spans of both calls</caption>
      <thead>
        <tr>
          <th scope="col">span</th>
          {["A took", "B took", "B − A"].map((title) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" style={{ paddingLeft: 8 + row.depth * 12 }}>
              {row.label}
            </th>
            <td className="number">{row.a === null ? "–" : exact(row.a.tookUs)}</td>
            <td className="number">{row.b === null ? "–" : exact(row.b.tookUs)}</td>
            <td className="number">{row.a === null || row.b === null ? "–" : signed(differenceUs(row))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LogTable({ caption, invocation }: { readonly caption: string; readonly invocation: Invocation }) {
  if (invocation.logs.length === 0) return null;
  return (
    <table className="trace-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            at
          </th>
          <th scope="col">level</th>
          <th scope="col">text</th>
        </tr>
      </thead>
      <tbody>
        {invocation.logs.map((line, index) => (
          // Lines have no identity but their place.
          <tr key={index}>
            <td className="number">{exact(line.atUs)}</td>
            <td>{line.level}</td>
            <td className="mono">{line.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
