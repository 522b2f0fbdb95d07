import { useState } from "react";
import type { KeptCalibration } from "../../../../preload/contract";
import { EmptyState } from "../../../ui";
import type { CostViewProps } from "../cost-view";
import { CalibrationForm } from "./calibration-form";
import { calibratablePlatforms, keptCalibrations } from "./calibration-model";
import { KeptTable, RemoveDialog } from "./kept-table";
import { useDrafts } from "./use-calibration";
import "./calibration.css";

/** How a platform's CPU time follows from this machine's: pairs of measurements, the factor they fit, and what is kept. */
export function CalibrationView({ pricing, chosen }: CostViewProps) {
  const [removing, setRemoving] = useState<KeptCalibration | null>(null);
  const wanted = useDrafts((state) => state.platform);
  const platforms = calibratablePlatforms(pricing, chosen);
  const platform = platforms.find((one) => one.platform === wanted) ?? platforms[0];
  if (platform === undefined) {
    return <EmptyState title="Nothing to calibrate">No platform with a price list bills CPU time.</EmptyState>;
  }
  const kept = keptCalibrations(pricing);
  return (
    <section className="cost-view" aria-label="Calibration">
      <div className="cost-scroll calibration" tabIndex={0} role="region" aria-label="Calibration of CPU time">
        <p className="cost-quiet calibration-about">
          Where a platform bills CPU time, bills take this machine’s as an estimate. Measure the CPU time of a few calls
          here and there: the factor that fits them is kept for the platform, applied, and shown with each of its bills.
        </p>
        <CalibrationForm
          key={platform.platform}
          platform={platform}
          platforms={platforms}
          kept={kept.find((one) => one.platform === platform.platform) ?? null}
        />
        <KeptTable kept={kept} lists={pricing.lists} onRemove={setRemoving} />
      </div>
      {removing !== null && (
        <RemoveDialog
          kept={removing}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
    </section>
  );
}
