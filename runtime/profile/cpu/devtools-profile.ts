import type { CpuProfile, SampledFunction } from "../../model";
import { functionLabel, unaccountedUs } from "./stack-tree";

/**
 * A `.cpuprofile` file: what Chrome's and VS Code's performance tools open.
 * Source: the Chrome DevTools Protocol's `Profiler.Profile`, https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export interface DevtoolsProfile {
  readonly nodes: readonly DevtoolsNode[];
  /** Microseconds. */
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of nodes, in order. */
  readonly samples: readonly number[];
  /** Microseconds from the sample before, from `startTime` for the first. */
  readonly timeDeltas: readonly number[];
}

interface DevtoolsNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    /** Relative to the function's folder; empty for what is in no source. */
    readonly url: string;
    /** From 0; -1 for what is in no source. */
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly hitCount: number;
  readonly children: readonly number[];
}

const ROOT = 1;
/** DevTools' own name for time in which no function of the page was seen. */
const PROGRAM = 2;
const FIRST = 3;

/** Calls follow each other without the time between them; what is unaccounted comes last, as `(program)`. */
export function devtoolsProfile(profile: CpuProfile): DevtoolsProfile {
  const startTime = profile.recordedAtMs * 1000;
  const rest = unaccountedUs(profile);
  // DevTools takes a sample to last until the next one: each stands at its stretch's begin, and one more ends the last.
  const stretches = [
    ...profile.samples.map(({ node, durationUs }) => ({ id: node + FIRST, durationUs })),
    { id: PROGRAM, durationUs: rest },
    { id: ROOT, durationUs: 0 },
  ];
  const timeDeltas = stretches.map((_, index) => stretches[index - 1]?.durationUs ?? 0);
  return {
    nodes: devtoolsNodes(profile),
    startTime,
    endTime: startTime + timeDeltas.reduce((sum, delta) => sum + delta, 0),
    samples: stretches.map(({ id }) => id),
    timeDeltas,
  };
}

function devtoolsNodes({ functions, nodes, samples }: CpuProfile): DevtoolsNode[] {
  const calledBy = Map.groupBy(nodes.keys(), (node) => nodes[node]?.parent ?? -1);
  const childrenOf = (node: number): number[] => (calledBy.get(node) ?? []).map((child) => child + FIRST);
  const hits = new Array<number>(nodes.length).fill(0);
  for (const { node } of samples) hits[node] = (hits[node] ?? 0) + 1;
  const scripts = [...new Set(functions.flatMap(({ kind, file }) => (kind === "function" ? (file ?? []) : [])))];
  return [
    {
      ...{ id: ROOT, callFrame: nowhere("(root)"), hitCount: 0 },
      children: [PROGRAM, ...childrenOf(-1)],
    },
    { id: PROGRAM, callFrame: nowhere("(program)"), hitCount: 0, children: [] },
    ...nodes.map(({ function: index }, node) => ({
      id: node + FIRST,
      callFrame: callFrame(functions[index], scripts),
      hitCount: hits[node] ?? 0,
      children: childrenOf(node),
    })),
  ];
}

function callFrame(each: SampledFunction | undefined, scripts: readonly string[]): DevtoolsNode["callFrame"] {
  if (each === undefined) return nowhere("(program)");
  const { kind, file, line, column, code } = each;
  const functionName = kind === "function" ? each.name : functionLabel(each);
  if (kind !== "function" || file === null) return nowhere(functionName);
  const scriptId = String(scripts.indexOf(file) + 1);
  // As V8 itself gives a module's place: one line, whose columns are offsets.
  if (code !== undefined && line === 0)
    return { functionName, scriptId, url: file, lineNumber: 0, columnNumber: code.offset };
  return { functionName, scriptId, url: file, lineNumber: line - 1, columnNumber: column - 1 };
}

function nowhere(functionName: string): DevtoolsNode["callFrame"] {
  return { functionName, scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 };
}
