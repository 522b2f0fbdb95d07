import { useMemo, useState } from "react";
import { driftTexts, summarize } from "../../../../runtime/profile";
import { notifyError } from "../../../session";
import { ChartFigure, EmptyState, Select } from "../../../ui";
import { fileNameOf } from "../file-name";
import type { ProfileViewProps } from "../views";
import type { Axis } from "./histogram-model";
import { AXES, histograms, samplesCsv, usualAxis } from "./histogram-model";
import { histogramPicture } from "./histogram-picture";
import { Outliers } from "./outliers";
import { phasePicture, phasesCsv } from "./phase-picture";
import { BinTable, FigureTable, PhaseTable } from "./start-tables";

/** How long the starts took, where that went, and which stood out. */
export function StartsView({ profile }: ProfileViewProps) {
  const [wanted, setWanted] = useState<Axis | null>(null);
  const summaries = useMemo(() => summarize(profile), [profile]);
  const axis = wanted ?? usualAxis(summaries);
  const rows = useMemo(() => histograms(profile, summaries, axis), [profile, summaries, axis]);
  if (rows.length === 0) {
    return <EmptyState title="No start was measured">It ended before the first round that counts.</EmptyState>;
  }
  return (
    <>
      <FigureTable summaries={summaries} />
      {driftTexts(summaries).map((text) => (
        <p key={text} className="profile-quiet">
          {text}
        </p>
      ))}
      <ChartFigure
        title="Distribution of the starts"
        draw={(width) => histogramPicture(rows, axis, width)}
        table={<BinTable rows={rows} />}
        csv={() => samplesCsv(profile)}
        fileName={fileNameOf(profile, "starts")}
        onFailure={notifyError}
      >
        <Select
          label="Axis"
          hideLabel
          options={AXES.map((value) => ({ value, label: `${value} axis` }))}
          value={axis}
          onValue={setWanted}
        />
        <span className="profile-quiet">◆ percentile · ├┤ 95 % interval</span>
      </ChartFigure>
      <ChartFigure
        title="Where the time goes"
        draw={(width) => phasePicture(summaries, width)}
        table={<PhaseTable summaries={summaries} />}
        csv={() => phasesCsv(summaries)}
        fileName={fileNameOf(profile, "spans")}
        onFailure={notifyError}
      />
      <Outliers summaries={summaries} />
    </>
  );
}
