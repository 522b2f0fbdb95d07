import type { CpuProfile, SampledFunction } from "../../model";

/** A stack with the stacks that it called: one frame of the flame graph. */
export interface StackFrame {
  /** Index of the profile's node; -1 for the root, which stands for all calls together. */
  readonly node: number;
  /** Null for the root. */
  readonly function: SampledFunction | null;
  /** Spent in the function itself. */
  readonly selfUs: number;
  /** With all that it called. */
  readonly totalUs: number;
  /** Samples in the function itself. */
  readonly samples: number;
  /** Longest first. */
  readonly children: readonly StackFrame[];
}

/** A function, over all stacks. */
export interface HotFunction {
  readonly function: SampledFunction;
  readonly selfUs: number;
  /** With all that it called; once where it calls itself. */
  readonly totalUs: number;
  /** Samples in the function itself. */
  readonly samples: number;
}

interface Mutable extends StackFrame {
  selfUs: number;
  totalUs: number;
  samples: number;
  children: Mutable[];
}

/** All stacks, as a tree. */
export function stackTree({ functions, nodes, samples }: CpuProfile): StackFrame {
  const root: Mutable = { node: -1, function: null, selfUs: 0, totalUs: 0, samples: 0, children: [] };
  const frames: Mutable[] = nodes.map(({ function: index }, node) => ({
    ...{ node, function: functions[index] ?? null, selfUs: 0, totalUs: 0, samples: 0 },
    children: [],
  }));
  for (const { node, durationUs } of samples) {
    const frame = frames[node];
    if (frame === undefined) continue;
    frame.selfUs += durationUs;
    frame.samples += 1;
  }
  // A node comes after the one that called it.
  for (const [node, frame] of [...frames.entries()].reverse()) {
    const caller = frames[nodes[node]?.parent ?? -1] ?? root;
    frame.totalUs += frame.selfUs;
    caller.totalUs += frame.totalUs;
    frame.children.sort((a, b) => b.totalUs - a.totalUs);
    if (frame.totalUs > 0) caller.children.push(frame);
  }
  root.children.sort((a, b) => b.totalUs - a.totalUs);
  return root;
}

/** The functions in which most time is spent come first. */
export function hotFunctions(profile: CpuProfile): readonly HotFunction[] {
  const { functions, nodes, samples } = profile;
  const hot = functions.map((each) => ({ function: each, selfUs: 0, totalUs: 0, samples: 0 }));
  const stacks = nodes.map(() => ({ selfUs: 0, samples: 0 }));
  for (const { node, durationUs } of samples) {
    const stack = stacks[node];
    if (stack === undefined) continue;
    stack.selfUs += durationUs;
    stack.samples += 1;
  }
  for (const [node, { selfUs, samples: count }] of stacks.entries()) {
    const own = hot[nodes[node]?.function ?? -1];
    if (own === undefined || count === 0) continue;
    own.selfUs += selfUs;
    own.samples += count;
    for (const index of functionsOn(profile, node)) {
      const each = hot[index];
      if (each !== undefined) each.totalUs += selfUs;
    }
  }
  return hot.filter(({ totalUs }) => totalUs > 0).sort((a, b) => b.selfUs - a.selfUs || b.totalUs - a.totalUs);
}

/** Each function of a stack once, by its index. */
function functionsOn({ nodes }: CpuProfile, node: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = nodes[node]; at !== undefined; at = nodes[at.parent]) found.add(at.function);
  return found;
}

/** What no sample covers. */
export function unaccountedUs({ wallUs, samples }: CpuProfile): number {
  return Math.max(0, wallUs - samples.reduce((sum, { durationUs }) => sum + durationUs, 0));
}

/** A function's name as it is shown. */
export function functionLabel({ kind, name }: SampledFunction): string {
  switch (kind) {
    case "function":
      return name === "" ? "(anonymous)" : name;
    case "web-api":
      return name === "" ? "(Web APIs)" : name;
    case "built-in":
      return name === "" ? "(built-in)" : name;
    case "host":
      return `(host) ${name}`;
    case "unpolled":
      return "(unpolled)";
    case "idle":
      return "(idle)";
  }
}

/**
 * Where a function is defined: `file:line:column`; where its code is in a Wasm module without sources, as a stack shows it; what it is of,
 * where that is no file.
 */
export function functionPlace({ kind, file, line, column, code }: SampledFunction): string {
  switch (kind) {
    case "function":
      if (code !== undefined && line === 0)
        return `${file ?? ""}:wasm-function[${code.index}]:0x${code.offset.toString(16)}`;
      return `${file ?? ""}:${line}:${column}`;
    case "web-api":
      return "Web API";
    case "built-in":
      return "built into the engine";
    case "host":
      return "Coldframe, outside of the sandbox";
    case "unpolled":
      return "built-in function, garbage collection, or a busy machine";
    case "idle":
      return "waits: timer, fetch, body";
  }
}
