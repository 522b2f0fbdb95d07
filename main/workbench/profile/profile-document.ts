import type { Profile, TopLevel } from "../../../runtime/model";
import { percentiles, quantileIntervals } from "../../../runtime/statistics";
import type { Interval, Percentiles } from "../../../runtime/statistics";
import { startComparisonDocument } from "./comparison-document";
import { cpuProfileDocument } from "./cpu-profile-document";
import { compareStrategies, summarize } from "../../../runtime/profile";
import type { StartSummary, Strategy } from "../../../runtime/profile";

/** `coldframe/profile@1`: what was measured, with every start, so that anyone can reckon it again. Times in integer microseconds. */
export function profileDocument(profile: Profile) {
  const {
    id,
    functionName,
    entry,
    version,
    engine,
    bytes,
    machine,
    memoryMb,
    request,
    runs,
    status,
    usage,
    samples,
    withoutImage,
    topLevel,
    deferrals,
    ended,
    cpuProfile,
  } = profile;
  return {
    schema: "coldframe/profile@1",
    id,
    function: functionName,
    version,
    engine,
    entry,
    bytes,
    /** ISO 8601, UTC. */
    recordedAt: new Date(profile.recordedAtMs).toISOString(),
    machine,
    memoryMb,
    request,
    /** Of each start, without the first ones. */
    runs,
    status,
    /** Of the last start; null: not noted. */
    usage,
    starts: Object.fromEntries(summarize(profile).map((summary) => [summary.start, startDocument(summary)])),
    /** Null: not measured. */
    topLevel: topLevel === null ? null : topLevelDocument(topLevel),
    /** Starts with an image beside the same without one. */
    strategies: compareStrategies(profile).map(strategyDocument),
    /** What the imports cost where the top level is evaluated at each start. */
    modules: topLevel?.modules ?? [],
    /** What the request never needed, and imports that could be loaded later. Null: not measured. */
    deferrals,
    /** Why there are fewer starts than were asked for; null: there are not. */
    ended,
    samples,
    samplesWithoutImage: withoutImage,
    /** Where the handler's time goes; null: it was not sampled. */
    cpu: cpuProfile === null ? null : cpuProfileDocument(cpuProfile),
  } as const;
}

export type ProfileDocument = ReturnType<typeof profileDocument>;

function topLevelDocument({ samplesUs, timed, frozen }: TopLevel) {
  const figures = percentiles(samplesUs);
  const [p50Ci95 = null] = quantileIntervals(samplesUs, [0.5]);
  return {
    ...(figures === null ? { n: 0 } : inMicroseconds(figures)),
    p50Ci95Us: rounded(p50Ci95),
    samplesUs,
    timed,
    frozen,
  };
}

function startDocument({ wall, effectiveN, p50Ci95, p90Ci95, p99Ci95, spans, outliers, firstUs }: StartSummary) {
  return {
    ...(wall === null ? { n: 0 } : inMicroseconds(wall)),
    effectiveN,
    p50Ci95Us: rounded(p50Ci95),
    p90Ci95Us: rounded(p90Ci95),
    p99Ci95Us: rounded(p99Ci95),
    firstUs,
    spans: Object.fromEntries(spans.map(({ name, percentiles }) => [name, inMicroseconds(percentiles)])),
    outliers: outliers.map(({ sample, span, causes }) => ({
      round: sample.round,
      wallUs: sample.wallUs,
      span: span === null ? null : { name: span.name, beyondMedianUs: span.beyondUs },
      causes,
    })),
  };
}

function strategyDocument({ name, start, n, p50Us, p50Ci95Us, againstImage }: Strategy) {
  return {
    ...{ name, start, n, p50Us, p50Ci95Us: rounded(p50Ci95Us) },
    /** Null: it is the one with an image, or there is none to compare. */
    againstImage: againstImage === null ? null : startComparisonDocument(againstImage),
  };
}

function inMicroseconds({ n, p50, p90, p99, min, max }: Percentiles) {
  const [p50Us = 0, p90Us = 0, p99Us = 0, minUs = 0, maxUs = 0] = [p50, p90, p99, min, max].map(Math.round);
  return { n, p50Us, p90Us, p99Us, minUs, maxUs };
}

function rounded(interval: Interval | null): readonly [number, number] | null {
  return interval === null ? null : [Math.round(interval[0]), Math.round(interval[1])];
}
