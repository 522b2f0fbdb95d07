import { formatCount, formatDuration, formatInteger } from "../model";
import type { Profile, ProfileSample, Start } from "../model";
import { percentiles, quantileInefficiency, quantileIntervals, upperFence } from "../statistics";
import type { Interval, Percentiles } from "../statistics";

/** What the starts of one kind come to. Times in microseconds. */
export interface StartSummary {
  readonly start: Start;
  /** Null: none of them counts. */
  readonly wall: Percentiles | null;
  /** 95 % confidence intervals; null: too few starts to have one. */
  readonly p50Ci95: Interval | null;
  /** As many independent starts would tell as much of the median; fewer than there are where the machine was slower for a while. */
  readonly effectiveN: number;
  readonly p90Ci95: Interval | null;
  readonly p99Ci95: Interval | null;
  /** In the order in which they come in a start. */
  readonly spans: readonly SpanSummary[];
  readonly outliers: readonly Outlier[];
  /** Wall time of the very first start, which is in no figure. */
  readonly firstUs: number | null;
}

export interface SpanSummary {
  readonly name: string;
  readonly percentiles: Percentiles;
}

/** A start that took far longer than the others, and what is known of why. */
export interface Outlier {
  readonly sample: ProfileSample;
  /** The span that grew most beyond its median, and by how much. */
  readonly span: { readonly name: string; readonly beyondUs: number } | null;
  /** What happened in it, in words; empty where nothing that can be seen did. */
  readonly causes: readonly string[];
}

/** The profile's kinds of starts, in the order in which they were asked for. */
export function summarize(profile: Pick<Profile, "starts" | "samples">): readonly StartSummary[] {
  return profile.starts.map((start) => {
    const all = profile.samples.filter((sample) => sample.start === start);
    const counted = all.filter(({ first }) => !first);
    const walls = counted.map(({ wallUs }) => wallUs);
    const [p50Ci95 = null, p90Ci95 = null, p99Ci95 = null] = quantileIntervals(walls, [0.5, 0.9, 0.99]);
    const spans = summarizeSpans(counted);
    return {
      start,
      wall: percentiles(walls),
      ...{ p50Ci95, p90Ci95, p99Ci95 },
      effectiveN: walls.length === 0 ? 0 : Math.round(walls.length / quantileInefficiency(walls, 0.5)),
      spans,
      outliers: findOutliers(counted, spans),
      firstUs: all.find(({ first }) => first)?.wallUs ?? null,
    };
  });
}

/** A span that a start did not have took it no time. */
function summarizeSpans(samples: readonly ProfileSample[]): readonly SpanSummary[] {
  const names = new Set(samples.flatMap(({ spans }) => Object.keys(spans)));
  return inOrder([...names]).flatMap((name) => {
    const found = percentiles(samples.map(({ spans }) => spans[name] ?? 0));
    return found === null ? [] : [{ name, percentiles: found }];
  });
}

/** As a start goes; what is not of the program's own comes before what nothing covers. */
const ORDER = ["build", "queue", "spawn", "compile", "init", "bind", "handler", "serialize"];

function inOrder(names: readonly string[]): readonly string[] {
  const place = (name: string): number => {
    const known = ORDER.indexOf(name);
    if (known !== -1) return known;
    return name === "unaccounted" ? ORDER.length + 1 : ORDER.length;
  };
  return [...names].sort((a, b) => place(a) - place(b));
}

function findOutliers(samples: readonly ProfileSample[], spans: readonly SpanSummary[]): readonly Outlier[] {
  const fence = upperFence(samples.map(({ wallUs }) => wallUs)) ?? Infinity;
  const usual = {
    waitedUs: percentiles(samples.map(({ events }) => events.waitedUs ?? 0))?.p50 ?? 0,
    sandboxGcUs: percentiles(samples.map(({ events }) => sandboxGcUs(events)))?.p50 ?? 0,
  };
  return samples
    .filter(({ wallUs }) => wallUs > fence)
    .sort((a, b) => b.wallUs - a.wallUs)
    .map((sample) => ({ sample, span: grownSpan(sample, spans), causes: causesOf(sample, usual) }));
}

function grownSpan(sample: ProfileSample, spans: readonly SpanSummary[]): Outlier["span"] {
  let grown: Outlier["span"] = null;
  for (const { name, percentiles: usual } of spans) {
    const beyondUs = Math.round((sample.spans[name] ?? 0) - usual.p50);
    if (beyondUs > (grown?.beyondUs ?? 0)) grown = { name, beyondUs };
  }
  return grown;
}

/** What starts of one kind have as well, in the median: an outlier is named by what is beyond it. Microseconds. */
interface UsualEvents {
  readonly waitedUs: number;
  readonly sandboxGcUs: number;
}

function causesOf({ events }: ProfileSample, usual: UsualEvents): readonly string[] {
  const causes: string[] = [];
  const { gcCount, gcUs, sandboxGc, pageIns, waitedUs } = events;
  if (gcCount > 0) causes.push(`garbage collection in the main thread, ${formatDuration(gcUs)}`);
  const collectedUs = sandboxGcUs(events);
  if (collectedUs > usual.sandboxGcUs) {
    const kinds = sandboxGc
      ?.map(({ kind, count }) => (count > 1 ? `${formatInteger(count)} × ${kind}` : kind))
      .join(", ");
    const median = usual.sandboxGcUs > 0 ? `; median ${formatDuration(Math.round(usual.sandboxGcUs))}` : "";
    causes.push(`garbage collection in the sandbox's thread, ${formatDuration(collectedUs)} (${kinds}${median})`);
  }
  if (pageIns > 0) causes.push(`${formatCount(pageIns, "page")} read from disk`);
  if (waitedUs !== null && waitedUs > usual.waitedUs) {
    causes.push(
      `waited ${formatDuration(waitedUs)} for a processor (median ${formatDuration(Math.round(usual.waitedUs))})`,
    );
  }
  return causes;
}

function sandboxGcUs({ sandboxGc }: ProfileSample["events"]): number {
  return sandboxGc?.reduce((sum, { durationUs }) => sum + durationUs, 0) ?? 0;
}
