import type { ProfileSample, Start } from "../model";
import { STARTS } from "../model";
import type { MeasuredStarts, Service } from "./simulation-types";

export type MeasuredStartsResult =
  | { readonly ok: true; readonly starts: MeasuredStarts }
  /** There is no start of these kinds that counts. */
  | { readonly ok: false; readonly missing: readonly Start[] };

/**
 * What a profile's starts say about a pool: how long threads take to start, images to be restored, and calls to be served by a sandbox.
 * A handler that takes longer than its processor time waits for the rest; nothing else is taken for a wait.
 */
export function measuredStarts(samples: readonly ProfileSample[]): MeasuredStartsResult {
  const counted = samples.filter(({ first }) => !first);
  const missing = STARTS.filter((start) => !counted.some((sample) => sample.start === start));
  if (missing.length > 0) return { ok: false, missing };
  const spans = (start: Start, name: string): number[] =>
    counted
      .filter((sample) => sample.start === start)
      .map((sample) => sample.spans[name] ?? 0)
      .sort(ascending);
  return {
    ok: true,
    starts: {
      spawnUs: spans("cold", "spawn"),
      bindUs: spans("prewarmed", "bind"),
      service: {
        cold: services(counted, "cold"),
        prewarmed: services(counted, "prewarmed"),
        warm: services(counted, "warm"),
      },
    },
  };
}

function services(samples: readonly ProfileSample[], start: Start): Service[] {
  return samples
    .filter((sample) => sample.start === start)
    .map(serviceOf)
    .sort((one, other) => one.workUs + one.waitUs - (other.workUs + other.waitUs));
}

function serviceOf({ wallUs, activeCpuUs, spans }: ProfileSample): Service {
  const servedUs = Math.max(0, wallUs - (spans["spawn"] ?? 0));
  const waitUs = Math.min(servedUs, Math.max(0, (spans["handler"] ?? 0) - activeCpuUs));
  return { workUs: servedUs - waitUs, waitUs };
}

function ascending(one: number, other: number): number {
  return one - other;
}
