import { callUsage, Decimal, meanOf, mixByRequests } from "../../../../runtime/cost";
import type { CallUsage, UsageMix } from "../../../../runtime/cost";
import type { HistoryRow, Invocation, Start } from "../../../../runtime/model";
import { formatBytes, formatCount, formatDuration, formatInteger } from "../../../ui/format";

/** The calls that a month is made of. */
export interface Calls {
  readonly mix: UsageMix;
  /** How many recorded calls stand behind it. */
  readonly count: number;
}

/** One recorded call; null where it never reached a sandbox. */
export function oneCall(invocation: Pick<Invocation, "usage" | "start">): Calls | null {
  const usage = callUsage(invocation);
  return usage === null ? null : { mix: [{ usage, share: new Decimal(1) }], count: 1 };
}

/**
 * Recorded calls as a few kinds: those of one start and one tier are taken together, with the mean of what they used, in whole
 * microseconds and bytes. Null where none of them reached a sandbox.
 */
export function meanCalls(rows: readonly HistoryRow[]): Calls | null {
  const kinds = new Map<string, CallUsage[]>();
  for (const row of rows) {
    const usage = row.running ? null : callUsage({ usage: row, start: row.start });
    if (usage === null) continue;
    const kind = `${usage.start} ${usage.memoryMb}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), usage]);
  }
  const means = [...kinds.values()].map((usages) => ({
    usage: meanUsage(usages),
    requests: new Decimal(usages.length),
  }));
  const mix = mixByRequests(means);
  return mix === null ? null : { mix, count: means.reduce((sum, { requests }) => sum + requests.toNumber(), 0) };
}

/** What the calls use, in one line. Times of the mean call. */
export function describeCalls({ mix }: Calls): string {
  const us = (read: (usage: CallUsage) => number): string => formatDuration(meanOf(mix, read).times(1000).toNumber());
  const tiers = [...new Set(mix.map(({ usage }) => usage.memoryMb))].sort((a, b) => a - b);
  return [
    `${us(({ durationMs }) => durationMs)} of wall time`,
    `${us(({ cpuMs }) => cpuMs)} of CPU`,
    `${us(({ initMs }) => initMs)} of init`,
    `${tiers.map(formatInteger).join(", ")} MB`,
    `${formatBytes(meanOf(mix, ({ egressBytes }) => egressBytes).toNumber())} out`,
  ].join(" · ");
}

/** Recorded starts, `3 cold, 40 warm`. */
export function describeStarts({ mix, count }: Calls): string {
  const starts = new Map<Start, number>();
  for (const { usage, share } of mix) {
    starts.set(usage.start, (starts.get(usage.start) ?? 0) + share.times(count).toNumber());
  }
  const named = [...starts].map(([start, calls]) => `${formatInteger(calls)} ${start}`);
  return count === 1 ? `1 call, ${[...starts.keys()].join()}` : `${formatCount(count, "call")}: ${named.join(", ")}`;
}

function meanUsage(usages: readonly CallUsage[]): CallUsage {
  const [first, ...more] = usages;
  if (first === undefined) throw new RangeError("there is no mean of no calls");
  if (more.length === 0) return first;
  const mean = (read: (usage: CallUsage) => number, digits: number): number => {
    const sum = usages.reduce((total, usage) => total.plus(read(usage)), new Decimal(0));
    return sum.div(usages.length).toDecimalPlaces(digits).toNumber();
  };
  const [microseconds, bytes, megabytes] = [3, 0, 6];
  return {
    ...first,
    durationMs: mean(({ durationMs }) => durationMs, microseconds),
    cpuMs: mean(({ cpuMs }) => cpuMs, microseconds),
    initMs: mean(({ initMs }) => initMs, microseconds),
    observedMemoryMb: mean(({ observedMemoryMb }) => observedMemoryMb, megabytes),
    ingressBytes: mean(({ ingressBytes }) => ingressBytes, bytes),
    egressBytes: mean(({ egressBytes }) => egressBytes, bytes),
  };
}
