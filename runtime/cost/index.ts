/** What usage costs: dated price lists, and pure arithmetic in exact decimals. `schema.ts` apart: a page needs no zod to bill. */
export { adviseCall, COMPRESSION } from "./advice";
export type {
  Advice,
  AdviceFacts,
  CallAdvice,
  MeasuredCompression,
  MemorySaving,
  NotCompressed,
  Pricing,
  Saving,
} from "./advice";
export { ADVICE_NAMES, adviceText } from "./advice-text";
export { compareArchitectures, measuredStart } from "./architectures";
export type { ArchitectureRow, MeasuredStart } from "./architectures";
export { BASELINES, DEFAULT_UTILISATION } from "./baselines";
export type { Baseline } from "./baselines";
export type { Bill, BillLine, BillOptions, Traffic } from "./bill";
export { billCall } from "./bill-call";
export { billsCsv } from "./bills-csv";
export { billMonth } from "./bill-month";
export { breakEvenAssumptions } from "./break-even";
export type { BreakEven, FleetOptions } from "./break-even";
export { caseStudies } from "./case-studies";
export type { CaseStudy } from "./case-studies";
export { fleetCostAt, pieceCostAt } from "./crossings";
export type { CostPiece, FleetCost } from "./crossings";
export { Decimal, decimalText, perMillion } from "./decimal";
export { grouped, priceText, quantityText } from "./explain";
export { billedFields } from "./measures";
export type { Measure, UsageField } from "./measures";
export { fleetOf, peakConcurrency, platformMonth, projectMonth, serverMonth } from "./month";
export type { MonthProjection, PlatformMonth, PlatformOptions, ProjectionOptions, ServerMonth } from "./month";
export { monthPieces } from "./month-pieces";
export { memoryMonthUsd, mixedUsd, poolCost, startPrices } from "./pool-cost";
export type { PoolCost, StartPrices } from "./pool-cost";
export * from "./price-list";
export { builtInPriceLists, DEFAULT_PLATFORM, UNPRICED } from "./price-lists";
export { breakEvens, project } from "./projection";
export type { PlatformBreakEvens, Projection } from "./projection";
export { profilePrices } from "./profile-prices";
export { projectionCsv } from "./projection-csv";
export {
  breakEvenSentences,
  breakEvenText,
  caseStudyText,
  cheapestOfEach,
  projectionNotes,
  serverRemarks,
  shortDecimal,
} from "./projection-text";
export { mergePriceLists, selectPriceLists, unpricedPlatforms } from "./select";
export type { Selection } from "./select";
export {
  AVERAGE_MONTH_SECONDS,
  meanRps,
  peakFactor,
  recordedMonths,
  shapedMonth,
  TRAFFIC_SHAPE_TITLES,
  TRAFFIC_SHAPES,
} from "./traffic";
export type { MonthTraffic, TrafficShape, TrafficShapeName } from "./traffic";
export { trafficRate } from "./traffic-rate";
export { coldShare, meanOf, mixByRequests, mixByStart, withResponseBytes } from "./usage-mix";
export type { UsageMix } from "./usage-mix";
export { callUsage, profileUsages } from "./usage";
export type { CallUsage, UnmeasuredField } from "./usage";
export { calibrationAmong, calibrationText, fitCalibration, isCalibratable } from "./calibration";
export type { Calibration, CalibrationFit, CalibrationPair } from "./calibration";
export { parsePair, parsePairsTable } from "./calibration-pairs";
export type { ParsedPairs } from "./calibration-pairs";
export { fetchWaits } from "./fetch-waits";
export { measuredTier, tunePlatform } from "./tuning";
export type { PlatformTuning, TunedTier } from "./tuning";
export { TIER_CHOICES } from "./tier-choice";
export { tuningCsv } from "./tuning-csv";
export type { TierOutcome } from "./tuning-csv";
