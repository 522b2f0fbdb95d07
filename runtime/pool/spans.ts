import type { MonotonicUs } from "../model";
import type { PoolSpan } from "./pool-types";

/** A wait that a call had a part in, before it is fitted between the call's other waits. */
export type Detour = PoolSpan & { readonly name: Exclude<PoolSpan["name"], "queue"> };

/** Where waits overlap, the one further left is what the call was waiting for: without an image no sandbox helps. */
const PRECEDENCE = ["init", "compile", "spawn"] as const;

/**
 * Fits a call's waits into the time from accept to the moment its thread took it. The spans are in order, touch each other,
 * overlap nowhere and cover all of it; what no detour covers is `queue`.
 */
export function layOutSpans(acceptUs: MonotonicUs, untilUs: MonotonicUs, detours: readonly Detour[]): PoolSpan[] {
  if (untilUs <= acceptUs) return [];
  if (detours.length === 0) return [{ name: "queue", startUs: acceptUs, endUs: untilUs, attributes: {} }];
  const ranked = [...detours].sort((one, other) => PRECEDENCE.indexOf(one.name) - PRECEDENCE.indexOf(other.name));
  const cuts = new Set([acceptUs, untilUs]);
  for (const { startUs, endUs } of detours) {
    if (startUs > acceptUs && startUs < untilUs) cuts.add(startUs);
    if (endUs > acceptUs && endUs < untilUs) cuts.add(endUs);
  }
  const edges = [...cuts].sort((one, other) => one - other);
  const spans: PoolSpan[] = [];
  for (const [index, startUs] of edges.slice(0, -1).entries()) {
    const endUs = edges[index + 1] ?? untilUs;
    const cause = ranked.find((detour) => detour.startUs <= startUs && detour.endUs >= endUs);
    const name = cause?.name ?? "queue";
    const attributes = cause?.attributes ?? {};
    const last = spans.at(-1);
    if (last?.name === name) spans[spans.length - 1] = { ...last, endUs };
    else spans.push({ name, startUs, endUs, attributes });
  }
  return spans;
}
