/** What usage costs: dated price lists, and pure arithmetic in exact decimals. `schema.ts` apart: a page needs no zod to bill. */
export type { Bill, BillLine, BillOptions, MonthOptions, Traffic } from "./bill";
export { billCall } from "./bill-call";
export { billMonth } from "./bill-month";
export { Decimal, decimalText } from "./decimal";
export { priceText } from "./explain";
export type { Measure } from "./measures";
export * from "./price-list";
export { builtInPriceLists, DEFAULT_PLATFORM, UNPRICED } from "./price-lists";
export { mergePriceLists, selectPriceLists } from "./select";
export type { Selection } from "./select";
export { ARCHITECTURES, callUsage } from "./usage";
export type { Architecture, CallUsage } from "./usage";
export { calibrationText, fitCalibration } from "./calibration";
export type { Calibration, CalibrationFit, CalibrationPair } from "./calibration";
export { cpuShareModel } from "./cpu-share";
export { tunePlatform } from "./tuning";
export type { MeasuredTier, PlatformTuning, TunedTier } from "./tuning";
export type { TierChoice } from "./tier-choice";
