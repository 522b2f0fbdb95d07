import type { KeyboardEvent, RefObject } from "react";
import { useId, useLayoutEffect, useRef, useState } from "react";
import type { LogLine } from "../../../runtime/model";
import { Patterns, Shapes } from "../../ui";
import type { PairedRow } from "./compare-model";
import { differenceUs } from "./compare-model";
import { toPixels } from "./scale-model";
import type { Scene, Side } from "./scene-model";
import { AXIS_HEIGHT, exact, LOG_LANE, signed } from "./scene-model";
import type { SpanRow } from "./span-model";
import type { Fact } from "./text-model";
import { rowFacts, rowSentence } from "./text-model";
import type { ViewControl } from "./use-view";
import { useDrag, useWheel } from "./use-view";

interface Props {
  readonly scene: Scene;
  readonly rows: readonly PairedRow[];
  readonly a: Side;
  readonly b: Side | null;
  readonly endUs: number;
  readonly control: ViewControl;
}

/** What the tooltip is about, and where it is shown. */
type Pointed =
  | { readonly kind: "row"; readonly index: number }
  | {
      readonly kind: "log";
      readonly x: number;
      readonly y: number;
      readonly above: number;
      readonly lines: readonly LogLine[];
    };

/** The spans as bars on one time line; by keyboard a tree, whose items carry the exact figures. */
export function Waterfall({ scene, rows, a, b, endUs, control }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  /** A key leads through the rows: their figures come along. */
  const [stepping, setStepping] = useState(false);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  useWheel(tree, scene, control, endUs);
  const drag = useDrag(scene, control, endUs);
  const active = Math.min(chosen, rows.length - 1);
  const press = (event: KeyboardEvent): void => {
    const next = nextRow(rows, active, event.key);
    if (next !== null) setChosen(next);
    else if (event.key === "Enter") lookAt(rows[active], control, endUs);
    else if (!control.press(event)) return;
    event.preventDefault();
    setPointed(null);
    setStepping(true);
    if (next !== null) bringIntoView(tree.current?.parentElement ?? null, scene, next);
  };
  const shown: Pointed | null = pointed ?? (stepping ? { kind: "row", index: active } : null);
  return (
    <div
      ref={tree}
      className="trace-tree"
      role="tree"
      aria-label="Spans"
      tabIndex={0}
      data-focus-first=""
      aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
      onKeyDown={press}
      onBlur={() => {
        setStepping(false);
      }}
      onPointerLeave={() => {
        setPointed(null);
      }}
    >
      <svg
        className="trace-head"
        role="presentation"
        aria-hidden="true"
        width={scene.width}
        height={scene.head}
        {...drag.handlers}
      >
        <Shapes shapes={scene.axis} patternId={id} />
        <Shapes shapes={scene.logs} patternId={id} />
        <LogTargets scene={scene} a={a} b={b} control={control} onPoint={setPointed} />
      </svg>
      <svg
        className="trace-picture"
        role="presentation"
        width={scene.width}
        height={scene.height - scene.head}
        viewBox={`0 ${scene.head} ${scene.width} ${scene.height - scene.head}`}
        {...drag.handlers}
      >
        <Patterns id={id} />
        <g aria-hidden="true">
          <Shapes shapes={scene.grid} patternId={id} />
        </g>
        {rows.map((row, index) => (
          <rect
            key={row.key}
            className={index === active ? "trace-row trace-row-active" : "trace-row"}
            x={0}
            y={scene.rows[index]?.y ?? 0}
            width={scene.width}
            height={scene.rows[index]?.height ?? 0}
            id={`${id}-${index}`}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-selected={index === active}
            aria-label={rowSentence(row, a.wallUs, b?.wallUs ?? null)}
            onPointerEnter={() => {
              setPointed({ kind: "row", index });
            }}
            onClick={() => {
              setChosen(index);
            }}
            onDoubleClick={() => {
              lookAt(row, control, endUs);
            }}
          />
        ))}
        {/* Above the items, which are what is pointed at and read out: the picture only shows them. */}
        <g aria-hidden="true" className="trace-shapes">
          <Shapes shapes={scene.rows.flatMap((row) => row.shapes)} patternId={id} />
        </g>
        {drag.range !== null && (
          <rect
            className="trace-range"
            x={Math.min(drag.range.from, drag.range.to)}
            y={scene.head}
            width={Math.abs(drag.range.to - drag.range.from)}
            height={scene.height - scene.head}
          />
        )}
      </svg>
      {shown !== null && drag.range === null && (
        <Tooltip pointed={shown} scene={scene} rows={rows} a={a} b={b} tree={tree} />
      )}
    </div>
  );
}

/** A wider place to point at than the tick itself. Lines at one place are told together. */
function LogTargets({
  scene,
  a,
  b,
  control,
  onPoint,
}: Pick<Props, "scene" | "a" | "b" | "control"> & { readonly onPoint: (pointed: Pointed) => void }) {
  const sides = b === null ? [a] : [a, b];
  return sides.map((side, lane) => {
    const y = AXIS_HEIGHT + lane * LOG_LANE;
    const places = side.logs.map((line) => scene.plot.x + toPixels(line.atUs, control.view, scene.plot.width));
    return places.map((x, index) =>
      x < scene.plot.x || x > scene.plot.x + scene.plot.width ? null : (
        <rect
          key={`${lane}-${index}`}
          className="trace-log-target"
          x={x - 5}
          y={y}
          width={10}
          height={LOG_LANE}
          onPointerEnter={() => {
            const lines = side.logs.filter((_, other) => Math.abs((places[other] ?? Infinity) - x) < 4);
            onPoint({ kind: "log", x, y: y + LOG_LANE, above: LOG_LANE, lines });
          }}
        />
      ),
    );
  });
}

/** Above everything, beside what it is about, and never cut off by the panel's edge. */
function Tooltip({
  pointed,
  scene,
  rows,
  a,
  b,
  tree,
}: Pick<Props, "scene" | "rows" | "a" | "b"> & {
  readonly pointed: Pointed;
  readonly tree: RefObject<HTMLElement | null>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const place = pointed.kind === "log" ? pointed : placeOfRow(pointed.index, scene);
  useLayoutEffect(() => {
    const element = box.current;
    const origin = tree.current?.getBoundingClientRect();
    if (element === null || origin === undefined) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const below = origin.top + place.y;
    const isCut = below + height > window.innerHeight - 4;
    element.style.left = `${Math.max(4, Math.min(origin.left + place.x, window.innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, isCut ? below - place.above - height : below)}px`;
  });
  return (
    <div ref={box} popover="manual" className="trace-tooltip" aria-hidden="true">
      {pointed.kind === "log" ? (
        pointed.lines.slice(0, 6).map((line, index) => (
          <div key={index}>
            <span className="trace-tooltip-figure">{exact(line.atUs)}</span> {line.level}:{" "}
            <span className="mono">{line.text.slice(0, 200)}</span>
          </div>
        ))
      ) : (
        <RowTooltip row={rows[pointed.index]} a={a} b={b} />
      )}
    </div>
  );
}

function RowTooltip({ row, a, b }: Pick<Props, "a" | "b"> & { readonly row: PairedRow | undefined }) {
  if (row === undefined) return null;
  return (
    <>
      <div className="trace-tooltip-name">{row.key}</div>
      <RowFacts name={b === null ? null : "A"} row={row.a} wallUs={a.wallUs} />
      {b !== null && <RowFacts name="B" row={row.b} wallUs={b.wallUs} />}
      {row.a !== null && row.b !== null && <Facts facts={[{ name: "B − A", value: signed(differenceUs(row)) }]} />}
    </>
  );
}

/** Just below the row; `above`: what lies between there and just above it. */
function placeOfRow(index: number, scene: Scene): { readonly x: number; readonly y: number; readonly above: number } {
  const row = scene.rows[index];
  return { x: scene.plot.x + 8, y: (row?.y ?? 0) + (row?.height ?? 0), above: row?.height ?? 0 };
}

function RowFacts({
  name,
  row,
  wallUs,
}: {
  readonly name: string | null;
  readonly row: SpanRow | null;
  readonly wallUs: number;
}) {
  return (
    <>
      {name !== null && <div className="trace-tooltip-side">{row === null ? `${name}: not there` : name}</div>}
      {row !== null && <Facts facts={rowFacts(row, wallUs)} />}
    </>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="trace-facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Index of the row that a key leads to; null where it leads to none. */
function nextRow(rows: readonly PairedRow[], at: number, key: string): number | null {
  const last = rows.length - 1;
  if (key === "ArrowDown") return Math.min(at + 1, last);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowLeft") {
    const parent = rows.findIndex((row) => row.key === rows[at]?.parentKey);
    return parent === -1 ? at : parent;
  }
  if (key === "ArrowRight") return rows[at + 1]?.parentKey === rows[at]?.key ? at + 1 : at;
  return null;
}

/** Brings one span to the plot's full width. */
function lookAt(row: PairedRow | undefined, control: ViewControl, endUs: number): void {
  const segments = [...(row?.a?.segments ?? []), ...(row?.b?.segments ?? [])];
  if (segments.length === 0) return;
  const from = Math.min(...segments.map(({ startUs }) => startUs));
  const to = Math.max(...segments.map((segment) => segment.endUs));
  const margin = Math.max((to - from) * 0.05, 1);
  const fromUs = Math.max(from - margin, 0);
  control.setView({ fromUs, toUs: Math.max(Math.min(to + margin, endUs), fromUs + 1) });
}

/** Scrolls as little as shows the row below the head, which stays in its place. */
function bringIntoView(frame: HTMLElement | null, scene: Scene, index: number): void {
  const row = scene.rows[index];
  if (frame === null || row === undefined) return;
  const top = row.y - scene.head;
  const bottom = row.y + row.height - frame.clientHeight;
  frame.scrollTop = Math.min(Math.max(frame.scrollTop, bottom), top);
}
