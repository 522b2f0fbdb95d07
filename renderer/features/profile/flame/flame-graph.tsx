import type { KeyboardEvent } from "react";
import { useId, useMemo, useState } from "react";
import type { CpuProfile, SampledFunction } from "../../../../runtime/model";
import { cpuTrace, devtoolsProfile, functionsCsv } from "../../../../runtime/profile";
import { notifyError } from "../../../session";
import { Button, ChartFrame, formatShare, Patterns, saveBlob, Shapes, TextField } from "../../../ui";
import { fileNameOf } from "../file-name";
import { hasSource, useSource } from "./use-source";
import { FlameLegend } from "./flame-legend";
import type { Flame } from "./flame-model";
import { flameAfterKey, flameOf, flameReading, flameTree, found, foundUs } from "./flame-model";
import type { FlamePicture } from "./flame-picture";
import { cellAtPoint, flamePicture } from "./flame-picture";
import { FunctionTable } from "./function-table";

/** The sampled stacks: a frame is as wide as the time in it. Enter goes into a frame, Escape out of it, a click to its source. */
export function FlameGraph({ profile }: { readonly profile: CpuProfile }) {
  const [zoomedNode, setZoomedNode] = useState(-1);
  const [search, setSearch] = useState("");
  const tree = useMemo(() => flameTree(profile), [profile]);
  const marked = useMemo(() => found(tree, search), [tree, search]);
  const zoomed = flameOf(tree, zoomedNode);
  const zoom = (flame: Flame): void => {
    setZoomedNode(flame.data.node);
  };
  return (
    <ChartFrame
      label="Flame graph of the handler"
      className="chart"
      headClassName="chart-head"
      head={
        <>
          <TextField
            label="Search"
            hideLabel
            className="flame-search"
            placeholder="Find a function or file"
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
            }}
          />
          {search.trim() !== "" && (
            <span role="status">
              {marked.size === 0 ? "nothing found" : `${formatShare(foundUs(marked), profile.wallUs)} of the time`}
            </span>
          )}
          <Button
            kind="quiet"
            icon="zoom-out"
            disabled={zoomed.parent === null}
            onClick={() => {
              zoom(zoomed.parent ?? tree);
            }}
          >
            Back
          </Button>
          <FlameLegend />
        </>
      }
      buttons={<ExportButtons profile={profile} />}
      draw={(width) => flamePicture(zoomed, width, marked)}
      table={<FunctionTable profile={profile} />}
      csv={() => functionsCsv(profile)}
      fileName={fileNameOf(profile, "functions")}
      onFailure={notifyError}
    >
      {(picture) => <Drawing profile={profile} zoomed={zoomed} picture={picture} onZoom={zoom} />}
    </ChartFrame>
  );
}

/** The samples for other tools. */
function ExportButtons({ profile }: { readonly profile: CpuProfile }) {
  const save = (document: unknown, name: string): void => {
    saveBlob(new Blob([JSON.stringify(document)], { type: "application/json" }), name);
  };
  return (
    <>
      <Button
        kind="quiet"
        icon="save"
        title="For Chrome’s or VS Code’s performance tools"
        onClick={() => {
          save(devtoolsProfile(profile), `${fileNameOf(profile, "cpu")}.cpuprofile`);
        }}
      >
        .cpuprofile
      </Button>
      <Button
        kind="quiet"
        icon="save"
        title="In the Trace Event Format, for Perfetto or chrome://tracing"
        onClick={() => {
          save(cpuTrace(profile), `${fileNameOf(profile, "cpu-trace")}.json`);
        }}
      >
        Trace
      </Button>
    </>
  );
}

interface DrawingProps {
  readonly profile: CpuProfile;
  readonly zoomed: Flame;
  readonly picture: FlamePicture;
  readonly onZoom: (flame: Flame) => void;
}

function Drawing({ profile, zoomed, picture, onZoom }: DrawingProps) {
  const id = useId();
  const openSource = useSource(profile);
  const [pointedAt, setChosen] = useState<Flame>(zoomed);
  const seen = picture.cells.map(({ flame }) => flame);
  const chosen = seen.includes(pointedAt) ? pointedAt : zoomed;
  const cell = picture.cells.find(({ flame }) => flame === chosen);
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Enter") onZoom(chosen);
    else if (event.key === "Escape" && zoomed.parent !== null) {
      onZoom(zoomed.parent);
      setChosen(zoomed.parent);
    } else {
      const next = flameAfterKey(event.key, chosen, seen);
      if (next === null) return;
      setChosen(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const place = chosen.data.function;
  return (
    <>
      <div
        className="chart-plot flame-plot"
        role="slider"
        tabIndex={0}
        aria-label="Frames of the flame graph"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, seen.length - 1)}
        aria-valuenow={Math.max(0, seen.indexOf(chosen))}
        aria-valuetext={flameReading(chosen, profile)}
        onKeyDown={press}
        onPointerMove={(event) => {
          const at = pointed(event, picture);
          if (at !== null) setChosen(at);
        }}
        onClick={(event) => {
          const at = pointed(event, picture);
          if (at !== null) openSource(at.data.function);
        }}
        onDoubleClick={(event) => {
          const at = pointed(event, picture);
          if (at !== null) onZoom(at);
        }}
      >
        <svg width={picture.width} height={picture.height} aria-hidden="true">
          <Patterns id={id} />
          <Shapes shapes={picture.shapes} patternId={id} />
          {cell !== undefined && <rect className="chart-cell" {...cell.box} />}
        </svg>
      </div>
      <p className="chart-reading flame-reading">
        {flameReading(chosen, profile)} <OpenButton function={place} open={openSource} />
      </p>
    </>
  );
}

/** The keys' way to a frame's source. */
function OpenButton({
  function: each,
  open,
}: {
  readonly function: SampledFunction | null;
  readonly open: (each: SampledFunction | null) => void;
}) {
  if (each === null || !hasSource(each)) return null;
  return (
    <button
      type="button"
      className="profile-link"
      onClick={() => {
        open(each);
      }}
    >
      Show its source
    </button>
  );
}

function pointed(
  event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: HTMLElement },
  picture: FlamePicture,
): Flame | null {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return (
    cellAtPoint(picture, event.clientX - left + event.currentTarget.scrollLeft, event.clientY - top)?.flame ?? null
  );
}
