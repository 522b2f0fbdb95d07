import { isCalibratable } from "../../../runtime/cost";
import type { CalibrationPair } from "../../../runtime/cost";
import { WorkbenchError } from "../workbench-error";
import { calibrate } from "./calibrations";
import { openPricing } from "./pricing";

/** A platform that can be calibrated, by its plain name; or one line that says why it can't. */
export type Calibratable =
  { readonly ok: true; readonly platform: string } | { readonly ok: false; readonly message: string };

/** Only a platform that is known, and bills something that a calibration would change. */
export async function findCalibratable(home: string, platform: string): Promise<Calibratable> {
  const opened = await openPricing(home, [platform]);
  if (!opened.ok) return opened;
  const [list] = opened.pricing.lists;
  if (list !== undefined && isCalibratable(list)) return { ok: true, platform: list.platform };
  const message = `${platform} bills no CPU time, and none is modelled for it: a calibration would change nothing`;
  return { ok: false, message };
}

/**
 * Fits a platform's pairs and keeps them instead of its earlier ones.
 * @throws {WorkbenchError} `invalid-calibration`; then the earlier ones stay
 */
export async function calibratePlatform(
  home: string,
  platform: string,
  pairs: readonly CalibrationPair[],
): Promise<void> {
  const found = await findCalibratable(home, platform);
  if (!found.ok) throw new WorkbenchError("invalid-calibration", found.message);
  const fit = await calibrate(home, found.platform, pairs);
  if (!fit.ok) throw new WorkbenchError("invalid-calibration", fit.message);
}
