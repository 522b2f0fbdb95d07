import type { Calibration, CalibrationPair, PriceList, UnpricedPlatform } from "../../runtime/cost";

/** Everything that a bill is made with. */
export interface PricingReport {
  /** One of each platform and region; of a platform with several the first is its default. */
  readonly lists: readonly PriceList[];
  /** Which of the lists come from the user's own files. */
  readonly own: readonly OwnPriceList[];
  /** Absolute path of the folder for them; it may not be there yet. */
  readonly ownFolder: string;
  readonly unpriced: readonly UnpricedPlatform[];
  readonly calibrations: readonly KeptCalibration[];
}

export interface OwnPriceList {
  /** Of the list, as `priceListName` gives it. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
}

export interface CalibrateRequest {
  readonly platform: string;
  /** They replace the platform's earlier ones. */
  readonly pairs: readonly CalibrationPair[];
}

/** What a platform's CPU time was fitted to, and when. */
export interface KeptCalibration {
  readonly platform: string;
  readonly pairs: readonly CalibrationPair[];
  readonly calibration: Calibration;
  /** Milliseconds since the epoch. */
  readonly fittedAtMs: number;
}
