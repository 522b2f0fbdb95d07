import { useState } from "react";
import type { Profile, TopLevel } from "../../../../runtime/model";
import { percentiles, quantileIntervals } from "../../../../runtime/statistics";
import { useWorkspace } from "../../../bridge";
import { notifyError, openPlace } from "../../../session";
import { ChartFigure, EmptyState, formatCount, formatDuration, Select } from "../../../ui";
import { fileNameOf } from "../file-name";
import { Findings } from "../findings";
import { sourcePath } from "../source-place";
import type { ProfileViewProps } from "../views";
import { GroupTable } from "./group-table";
import type { Measure } from "./treemap-model";
import { MEASURES, modulesCsv } from "./treemap-model";
import { treemapPicture } from "./treemap-picture";

const MEASURE_LABELS: Readonly<Record<Measure, string>> = {
  bytes: "area: bytes",
  init: "area: init time with ≈ parsing",
};

/** What the modules weigh in the bundle, and what their top levels take. */
export function ModulesView({ profile }: ProfileViewProps) {
  const { topLevel } = profile;
  if (profile.engine !== "quickjs") {
    return (
      <EmptyState title="A WebAssembly function is one module">
        Nothing is imported that could be told apart. Its functions and their sizes are in the inspector, which a .wasm
        file opens in{profile.engine === "wasm" && "; which of them take the handler’s time is in Flame graph"}.
      </EmptyState>
    );
  }
  if (topLevel === null || topLevel.modules.length === 0) {
    return (
      <EmptyState title="The modules were not measured">
        They are measured after the starts: a profile that ends early, and one that a comparison made, has none.
      </EmptyState>
    );
  }
  return <Modules profile={profile} topLevel={topLevel} />;
}

function Modules({ profile, topLevel }: { readonly profile: Profile; readonly topLevel: TopLevel }) {
  const isTimed = topLevel.timed.n > 0;
  const [wanted, setWanted] = useState<Measure>("bytes");
  const measure = isTimed ? wanted : "bytes";
  const workspace = useWorkspace().data;
  const open = (module: string): void => {
    const path = workspace === undefined ? null : sourcePath(workspace, profile, module);
    if (path !== null) openPlace(path);
  };
  return (
    <>
      <Whole topLevel={topLevel} />
      <ChartFigure
        title="Modules of the bundle"
        draw={(width) => treemapPicture(topLevel, measure, width)}
        table={<GroupTable topLevel={topLevel} />}
        csv={() => modulesCsv(topLevel)}
        fileName={fileNameOf(profile, "modules")}
        onFailure={notifyError}
        onCell={open}
      >
        <Select
          label="What an area stands for"
          hideLabel
          options={MEASURES.map((value) => ({ value, label: MEASURE_LABELS[value] }))}
          value={measure}
          disabled={!isTimed}
          onValue={setWanted}
        />
        <span className="profile-quiet">
          <span className="profile-key profile-key-own" aria-hidden="true" /> own module{" "}
          <span className="profile-key profile-key-package" aria-hidden="true" /> npm package · Enter or a click opens
          an own module
        </span>
      </ChartFigure>
      {profile.deferrals !== null && <Findings topLevel={topLevel} deferrals={profile.deferrals} />}
    </>
  );
}

/** The whole, inside the guest and against the wall. */
function Whole({ topLevel: { samplesUs, timed } }: { readonly topLevel: TopLevel }) {
  const found = percentiles(samplesUs);
  const [interval = null] = quantileIntervals(samplesUs, [0.5]);
  if (found === null) return null;
  const between = interval === null ? "" : `, 95 % between ${interval.map(formatDuration).join(" and ")}`;
  const modulesUs = Math.max(0, timed.wallUs - timed.parseUs - timed.unaccountedUs);
  return (
    <p className="profile-paragraph">
      <strong>Top level</strong>: p50 {formatDuration(found.p50)} of {formatCount(found.n, "run")}
      {between}.{" "}
      <span className="profile-quiet">
        {timed.n === 0
          ? "Its modules could not be timed: with a clock in them the function fails."
          : `With a clock in each module ${formatDuration(timed.wallUs)}: parse and compile ${formatDuration(timed.parseUs)}, modules ${formatDuration(modulesUs)}, unaccounted ${formatDuration(timed.unaccountedUs)} (medians of ${formatCount(timed.n, "run")}).`}
      </span>
    </p>
  );
}
