import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMemo, useRef, useState } from "react";
import type { Invocation } from "../../../runtime/model";
import { unaccountedUs } from "../../../runtime/model";
import { detailsOf, isStillRunning, useInvocation, useIsOlder } from "../../bridge";
import { notify, runCommand, selectInvocation, useSelection } from "../../session";
import {
  Button,
  CallStillRuns,
  ErrorState,
  formatDuration,
  formatShare,
  IconButton,
  LoadingState,
  NoCallSelected,
  OlderBadge,
  OutcomeBadge,
  picturePng,
  saveBlob,
  StartBadge,
  useWidth,
} from "../../ui";
import { pairRows, single } from "./compare-model";
import { Legend } from "./legend";
import { isWhole } from "./scale-model";
import type { Side } from "./scene-model";
import { pictureOf, sceneOf } from "./scene-model";
import { rowsOf, traceEndUs } from "./span-model";
import { TraceTable } from "./trace-table";
import { factsOf, ONE_CALL_EACH, traceCsv, traceText } from "./text-model";
import { useView } from "./use-view";
import { Waterfall } from "./waterfall";
import "./trace.css";

/** Where the selected call's time went; beside it another call's, where two are compared. */
export function TracePanel() {
  const { invocationId, comparedId } = useSelection();
  const a = useInvocation(invocationId);
  const b = useInvocation(comparedId);
  if (invocationId === null) {
    return <NoCallSelected onSend={() => runCommand("run.send")}>its spans are shown here.</NoCallSelected>;
  }
  const failed = failureOf(a) ?? (comparedId === null ? null : failureOf(b));
  if (failed !== null) {
    if (isStillRunning(failed)) return <CallStillRuns />;
    return <ErrorState message={failed.message} details={detailsOf(failed)} />;
  }
  if (a.data === undefined || (comparedId !== null && b.data === undefined))
    return <LoadingState label="Reading the call" />;
  return <Trace a={a.data} b={comparedId === null ? null : (b.data ?? null)} />;
}

function failureOf({ data, error }: UseQueryResult<Invocation>): Error | null {
  return data === undefined ? error : null;
}

function Trace({ a, b }: { readonly a: Invocation; readonly b: Invocation | null }) {
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const rows = useMemo(() => (b === null ? single(rowsOf(a)) : pairRows(rowsOf(a), rowsOf(b))), [a, b]);
  const endUs = Math.max(traceEndUs(a), b === null ? 0 : traceEndUs(b));
  const control = useView(endUs, `${a.id} ${b?.id ?? ""}`);
  const scene = useMemo(
    () => sceneOf({ rows, a: sideOf(a), b: b === null ? null : sideOf(b), view: control.view, width }),
    [rows, a, b, control.view, width],
  );
  const name = `trace-${a.functionName}-${a.id.slice(-8)}`;
  const savePng = async (): Promise<void> => {
    const blob = frame.current === null ? null : await picturePng(pictureOf(scene), frame.current);
    if (blob === null)
      notify({ level: "error", message: "The picture could not be made: it is too large.", details: null });
    else saveBlob(blob, `${name}.png`);
  };
  const saveCsv = (): void => {
    saveBlob(new Blob([traceCsv(rows, b !== null)], { type: "text/csv" }), `${name}.csv`);
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(traceText(a, b, rows));
    notify({ level: "info", message: "The trace is in the clipboard as text.", details: null });
  };
  const zoomed = !isWhole(control.view, endUs);
  return (
    <div className="trace">
      <div className="trace-bar-line" role="toolbar" aria-label="Trace">
        <IconButton
          icon="zoom-in"
          label="Zoom in"
          shortcut="W"
          onClick={() => {
            control.zoom(1.4);
          }}
        />
        <IconButton
          icon="zoom-out"
          label="Zoom out"
          shortcut="S"
          disabled={!zoomed}
          onClick={() => {
            control.zoom(1 / 1.4);
          }}
        />
        <IconButton
          icon="screen-normal"
          label="Fit the whole call"
          shortcut="F"
          disabled={!zoomed}
          onClick={control.fit}
        />
        <IconButton
          icon="table"
          label="Show as a table"
          pressed={asTable}
          onClick={() => {
            setAsTable(!asTable);
          }}
        />
        <IconButton icon="copy" label="Copy as text" onClick={() => void copy()} />
        <Button kind="quiet" icon="device-camera" onClick={() => void savePng()}>
          PNG
        </Button>
        <Button kind="quiet" icon="save" onClick={saveCsv}>
          CSV
        </Button>
        <Legend present={[a.start, b?.start ?? null]} />
      </div>
      <Summary name={b === null ? null : "A"} invocation={a} />
      {b !== null && (
        <Summary name="B" invocation={b}>
          <span className="trace-note">{ONE_CALL_EACH}</span>
          <Button
            onClick={() => {
              selectInvocation(a.id);
            }}
          >
            End comparison
          </Button>
        </Summary>
      )}
      <div ref={frame} className="trace-frame">
        {rows.length === 0 ? (
          <p className="trace-note">This call has no spans: it ended before anything of it was timed.</p>
        ) : asTable ? (
          <TraceTable rows={rows} a={a} b={b} />
        ) : (
          <Waterfall
            scene={scene}
            rows={rows}
            a={sideOf(a)}
            b={b === null ? null : sideOf(b)}
            endUs={endUs}
            control={control}
          />
        )}
      </div>
    </div>
  );
}

function Summary({
  name,
  invocation,
  children,
}: {
  readonly name: string | null;
  readonly invocation: Invocation;
  readonly children?: ReactNode;
}) {
  const { outcome, error, start, spans, usage } = invocation;
  const gaps = unaccountedUs(spans);
  const isOlder = useIsOlder(invocation);
  return (
    <div className="trace-summary">
      {name !== null && <strong className="trace-side">{name}</strong>}
      <OutcomeBadge outcome={outcome} />
      <StartBadge start={start} />
      {isOlder && <OlderBadge />}
      <dl className="trace-facts trace-facts-line">
        {factsOf(invocation)
          .filter((fact) => fact.name !== "start")
          .map((fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd title={fact.name === "version" ? invocation.version : undefined}>{fact.value}</dd>
            </div>
          ))}
        <div>
          <dt>unaccounted</dt>
          <dd>
            {formatDuration(gaps)} ({formatShare(gaps, usage.wallUs)})
          </dd>
        </div>
      </dl>
      {error !== null && (
        <span className="trace-error">
          {error.code}: {error.message}
        </span>
      )}
      {children}
    </div>
  );
}

function sideOf({ start, logs, usage }: Invocation): Side {
  return { start, logs, wallUs: usage.wallUs };
}
