import type { KeyboardEvent, RefObject } from "react";
import { useId, useRef, useState } from "react";
import type { LogLine } from "../../../runtime/model";
import type { PairedRow } from "./compare-model";
import { differenceUs } from "./compare-model";
import { toPixels } from "./scale-model";
import type { Scene, Side } from "./scene-model";
import { AXIS_HEIGHT, exact, signed } from "./scene-model";
import { Patterns, Shapes } from "./scene-svg";
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
  readonly picture: RefObject<SVGSVGElement | null>;
}

/** What the tooltip is about, and where it is shown. */
type Pointed =
  | { readonly kind: "row"; readonly index: number }
  | { readonly kind: "log"; readonly x: number; readonly y: number; readonly lines: readonly LogLine[] };

/** The spans as bars on one time line; by keyboard a tree, whose items carry the exact figures. */
export function Waterfall({ scene, rows, a, b, endUs, control, picture }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const [focused, setFocused] = useState(false);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  useWheel(picture, scene, control, endUs);
  const drag = useDrag(scene, control, endUs);
  const active = Math.min(chosen, rows.length - 1);
  const press = (event: KeyboardEvent): void => {
    const next = nextRow(rows, active, event.key);
    if (next !== null) setChosen(next);
    else if (event.key === "Enter") lookAt(rows[active], control, endUs);
    else if (!control.press(event)) return;
    event.preventDefault();
    setPointed(null);
    if (next !== null) tree.current?.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const shown: Pointed | null = pointed ?? (focused ? { kind: "row", index: active } : null);
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
      onFocus={() => {
        setFocused(true);
      }}
      onBlur={() => {
        setFocused(false);
      }}
      onPointerLeave={() => {
        setPointed(null);
      }}
    >
      <svg
        ref={picture}
        className="trace-picture"
        role="presentation"
        width={scene.width}
        height={scene.height}
        {...drag.handlers}
      >
        <Patterns id={id} />
        <g aria-hidden="true">
          <Shapes shapes={scene.axis} patternId={id} />
          <Shapes shapes={scene.logs} patternId={id} />
          <LogTargets scene={scene} a={a} b={b} control={control} onPoint={setPointed} />
        </g>
        {rows.map((row, index) => (
          <g
            key={row.key}
            id={`${id}-${index}`}
            data-row={index}
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
          >
            <rect
              className={index === active ? "trace-row trace-row-active" : "trace-row"}
              x={0}
              y={scene.rows[index]?.y ?? 0}
              width={scene.width}
              height={scene.rows[index]?.height ?? 0}
            />
            <Shapes shapes={scene.rows[index]?.shapes ?? []} patternId={id} />
          </g>
        ))}
        {drag.range !== null && (
          <rect
            className="trace-range"
            x={Math.min(drag.range.from, drag.range.to)}
            y={AXIS_HEIGHT}
            width={Math.abs(drag.range.to - drag.range.from)}
            height={Math.max(scene.height - AXIS_HEIGHT, 0)}
          />
        )}
      </svg>
      {shown !== null && drag.range === null && <Tooltip pointed={shown} scene={scene} rows={rows} a={a} b={b} />}
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
    const y = AXIS_HEIGHT + lane * 14;
    const places = side.logs.map((line) => scene.plot.x + toPixels(line.atUs, control.view, scene.plot.width));
    return places.map((x, index) =>
      x < scene.plot.x || x > scene.plot.x + scene.plot.width ? null : (
        <rect
          key={`${lane}-${index}`}
          className="trace-log-target"
          x={x - 5}
          y={y}
          width={10}
          height={14}
          onPointerEnter={() => {
            const lines = side.logs.filter((_, other) => Math.abs((places[other] ?? Infinity) - x) < 4);
            onPoint({ kind: "log", x, y: y + 14, lines });
          }}
        />
      ),
    );
  });
}

function Tooltip({
  pointed,
  scene,
  rows,
  a,
  b,
}: Pick<Props, "scene" | "rows" | "a" | "b"> & { readonly pointed: Pointed }) {
  if (pointed.kind === "log") {
    return (
      <div className="trace-tooltip" style={{ left: Math.min(pointed.x, scene.width - 260), top: pointed.y }}>
        {pointed.lines.slice(0, 6).map((line, index) => (
          <div key={index}>
            <span className="trace-tooltip-figure">{exact(line.atUs)}</span> {line.level}:{" "}
            <span className="mono">{line.text.slice(0, 200)}</span>
          </div>
        ))}
      </div>
    );
  }
  const row = rows[pointed.index];
  const place = scene.rows[pointed.index];
  if (row === undefined || place === undefined) return null;
  // Below the row; above it where there is no room below.
  const below = place.y + place.height;
  const isLow = pointed.index > 3 && pointed.index >= rows.length - 4;
  const left = Math.min(scene.plot.x + 8, Math.max(scene.width - 280, 0));
  return (
    <div
      className="trace-tooltip"
      style={isLow ? { left, bottom: scene.height - place.y } : { left, top: below }}
      aria-hidden="true"
    >
      <div className="trace-tooltip-name">{row.key}</div>
      <RowFacts name={b === null ? null : "A"} row={row.a} wallUs={a.wallUs} />
      {b !== null && <RowFacts name="B" row={row.b} wallUs={b.wallUs} />}
      {row.a !== null && row.b !== null && <Facts facts={[{ name: "B − A", value: signed(differenceUs(row)) }]} />}
    </div>
  );
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
