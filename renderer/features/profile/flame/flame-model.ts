import { hierarchy, partition } from "d3-hierarchy";
import type { HierarchyRectangularNode } from "d3-hierarchy";
import { SAMPLED_CALLS } from "../../../../runtime/model";
import type { CpuProfile, SampledFunction } from "../../../../runtime/model";
import { functionLabel, functionPlace, stackTree, unaccountedUs } from "../../../../runtime/profile";
import type { StackFrame } from "../../../../runtime/profile";
import { formatInteger, formatShare } from "../../../ui/format";

/** A frame with its place: `x0` to `x1` as shares of the whole time, and how deep it lies. */
export type Flame = HierarchyRectangularNode<StackFrame>;

/** All frames with their places. The whole is the time of all calls: what no sample covers of it is nobody's. */
export function flameTree(profile: CpuProfile): Flame {
  const tree = stackTree(profile);
  const whole = { ...tree, selfUs: unaccountedUs(profile), totalUs: profile.wallUs };
  const root = hierarchy<StackFrame>(whole, ({ children }) => [...children]).sum(({ selfUs }) => selfUs);
  return partition<StackFrame>()(root);
}

/** The frame of a profile's node; the whole where there is none. */
export function flameOf(tree: Flame, node: number): Flame {
  return tree.find(({ data }) => data.node === node) ?? tree;
}

/** The zoomed frame with what led to it and what lies in it: each that is seen, outermost first. */
export function seenFrom(zoomed: Flame, width: number): readonly Flame[] {
  const least = (zoomed.x1 - zoomed.x0) / Math.max(1, width);
  return [
    ...zoomed.ancestors().slice(1).reverse(),
    ...zoomed.descendants().filter(({ x0, x1 }) => x1 - x0 >= least || x1 - x0 === zoomed.x1 - zoomed.x0),
  ];
}

/** The frame that a key leads to: into the longest call, out to the caller, or aside at the same depth. Null: the key means nothing here. */
export function flameAfterKey(key: string, from: Flame, seen: readonly Flame[]): Flame | null {
  const among = (found: Flame | null | undefined): Flame => (found && seen.includes(found) ? found : from);
  const level = seen.filter(({ depth }) => depth === from.depth).sort((a, b) => a.x0 - b.x0);
  switch (key) {
    case "ArrowDown":
      return among(from.children?.[0]);
    case "ArrowUp":
      return among(from.parent);
    case "ArrowRight":
      return level[level.indexOf(from) + 1] ?? from;
    case "ArrowLeft":
      return level[level.indexOf(from) - 1] ?? from;
    case "Home":
      return seen[0] ?? null;
    default:
      return null;
  }
}

/** Frames whose function or file holds the text, in any case; none for an empty one. */
export function found(tree: Flame, text: string): ReadonlySet<Flame> {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return new Set();
  return new Set(
    tree.descendants().filter(({ data: { function: each } }) => each !== null && textOf(each).includes(wanted)),
  );
}

/** Time in the frames that were found, each counted once where one lies in another. Microseconds. */
export function foundUs(frames: ReadonlySet<Flame>): number {
  const outermost = [...frames].filter(
    (frame) =>
      !frame
        .ancestors()
        .slice(1)
        .some((outer) => frames.has(outer)),
  );
  return outermost.reduce((sum, { data }) => sum + data.totalUs, 0);
}

function textOf(each: SampledFunction): string {
  return `${functionLabel(each)} ${each.kind === "function" ? functionPlace(each) : ""}`.toLowerCase();
}

/** A frame's name, as it is drawn. */
export function flameLabel({ data }: Flame): string {
  return data.function === null ? "all calls" : functionLabel(data.function);
}

/** A frame's exact figures, in one line. */
export function flameReading({ data }: Flame, { wallUs, calls }: CpuProfile): string {
  const { function: each, selfUs, totalUs, samples } = data;
  if (each === null) {
    return `all ${formatInteger(calls)} calls: ${formatInteger(totalUs)} µs, of which ${formatInteger(selfUs)} µs unaccounted (${formatShare(selfUs, wallUs)})`;
  }
  return (
    `${functionLabel(each)} · ${functionPlace(each)}: total ${formatInteger(totalUs)} µs (${formatShare(totalUs, wallUs)}), ` +
    `self ${formatInteger(selfUs)} µs (${formatShare(selfUs, wallUs)}), ${formatInteger(samples)} samples in itself`
  );
}

export type ReadCalls =
  { readonly ok: true; readonly calls: number | null } | { readonly ok: false; readonly problem: string };

/** How many calls are asked for; empty: as many as it takes. */
export function readCalls(text: string): ReadCalls {
  if (text.trim() === "") return { ok: true, calls: null };
  const calls = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  const { least, most } = SAMPLED_CALLS;
  if (calls >= least && calls <= most) return { ok: true, calls };
  return { ok: false, problem: `from ${least} to ${formatInteger(most)}, or empty` };
}
