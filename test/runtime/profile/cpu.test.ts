import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { CpuProfile, SampledCall, TraceEvent } from "../../../runtime/model";
import {
  cpuTrace,
  devtoolsProfile,
  functionLabel,
  functionsCsv,
  hotFunctions,
  SampleMerger,
  stackTree,
  unaccountedUs,
} from "../../../runtime/profile";
import type { StackFrame } from "../../../runtime/profile";
import { fn, other, sampleCpuProfile } from "./sample-cpu-profile";

/** Any profile: stacks that hang together, samples in them. */
const profiles = fc
  .record({
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
    functions: fc.array(fc.nat(7), { minLength: 30, maxLength: 30 }),
    samples: fc.array(fc.tuple(fc.nat(), fc.nat(1000)), { maxLength: 60 }),
    rest: fc.nat(500),
  })
  .map(({ parents, functions, samples, rest }): CpuProfile => {
    const nodes = parents.map((parent, node) => ({
      function: functions[node] ?? 0,
      parent: (parent % (node + 1)) - 1,
    }));
    const taken = samples.map(([node, durationUs]) => ({ node: node % nodes.length, durationUs }));
    return sampleCpuProfile({
      functions: Array.from({ length: 8 }, (_, index) => fn(`f${index}`, index + 1)),
      nodes,
      samples: taken,
      wallUs: taken.reduce((sum, { durationUs }) => sum + durationUs, rest),
    });
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const framesOf = (frame: StackFrame): StackFrame[] => [frame, ...frame.children.flatMap(framesOf)];

describe("self and total times", () => {
  test("a function's total counts a recursion once", () => {
    const hot = hotFunctions(sampleCpuProfile());
    expect(hot.map(({ function: each, ...times }) => [functionLabel(each), times])).toEqual([
      ["work", { selfUs: 350, totalUs: 400, samples: 2 }],
      ["(idle)", { selfUs: 300, totalUs: 300, samples: 1 }],
      ["fetch", { selfUs: 150, totalUs: 620, samples: 2 }],
      ["(host) crypto", { selfUs: 120, totalUs: 120, samples: 1 }],
    ]);
    expect(unaccountedUs(sampleCpuProfile())).toBe(80);
  });

  test("they add up, however the stacks are", () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const covered = sum(profile.samples.map(({ durationUs }) => durationUs));
        const tree = stackTree(profile);
        expect(tree.totalUs).toBe(covered);
        for (const { selfUs, totalUs, children } of framesOf(tree)) {
          expect(selfUs + sum(children.map((child) => child.totalUs))).toBe(totalUs);
        }
        const hot = hotFunctions(profile);
        expect(sum(hot.map(({ selfUs }) => selfUs))).toBe(covered);
        for (const { selfUs, totalUs } of hot) {
          expect(totalUs).toBeGreaterThanOrEqual(selfUs);
          expect(totalUs).toBeLessThanOrEqual(covered);
        }
        expect(unaccountedUs(profile) + covered).toBe(profile.wallUs);
      }),
    );
  });
});

describe("the samples of many calls", () => {
  const call = (functions: SampledCall["functions"], nodes: [number, number][], samples: [number, number][]) => ({
    functions,
    nodes: nodes.map(([index, parent]) => ({ function: index, parent })),
    samples: samples.map(([node, durationUs]) => ({ node, durationUs })),
    wallUs: 1000,
  });
  const paths = ({ functions, nodes, samples }: SampleMerger["merged"]): [string, number][] => {
    const path = (node: number): string => {
      const { function: index = -1, parent = -1 } = nodes[node] ?? {};
      const each = functions[index];
      const label = each === undefined ? "" : functionLabel(each);
      return parent === -1 ? label : `${path(parent)} > ${label}`;
    };
    return samples.map(({ node, durationUs }) => [path(node), durationUs]);
  };

  test("the same function is one, wherever its call listed it", () => {
    const merger = new SampleMerger("quickjs");
    merger.add(
      call(
        [fn("a", 1), fn("b", 2)],
        [
          [0, -1],
          [1, 0],
        ],
        [[1, 5]],
      ),
    );
    merger.add(
      call(
        [fn("b", 2), fn("a", 1)],
        [
          [1, -1],
          [0, 0],
        ],
        [
          [1, 7],
          [0, 9],
        ],
      ),
    );
    expect(merger.merged.functions).toHaveLength(2);
    expect(merger.merged.wallUs).toBe(2000);
    expect(paths(merger.merged)).toEqual([
      ["a > b", 5],
      ["a > b", 7],
      ["a", 9],
    ]);
  });

  test("where a Web API lies in Coldframe does not matter", () => {
    const merger = new SampleMerger("quickjs");
    const get = { kind: "web-api", name: "get", file: "coldframe:guest" } as const;
    const functions = [fn("a", 1), { ...get, line: 68, column: 2817 }, { ...get, line: 12, column: 5 }];
    merger.add(
      call(
        functions,
        [
          [0, -1],
          [1, 0],
          [2, 0],
        ],
        [
          [1, 5],
          [2, 6],
        ],
      ),
    );
    expect(merger.merged.functions).toEqual([fn("a", 1), other("web-api", "get")]);
    expect(merger.merged.nodes).toHaveLength(2);
  });

  test("what leads to the function is left out, and a Web API is one frame whatever it does inside", () => {
    const merger = new SampleMerger("quickjs");
    const functions = [
      ...[other("web-api", "request"), other("built-in", "apply"), fn("fetch", 1), other("web-api", "digest")],
      ...[other("web-api", "normalize"), other("built-in", "map"), other("host", "crypto"), fn("callback", 9)],
    ];
    merger.add(
      call(
        functions,
        [
          [0, -1],
          [1, 0],
          [2, 1],
          [3, 2],
          [4, 3],
          [6, 4],
          [7, 4],
          [5, 2],
          [7, 7],
          [6, 0],
        ],
        [
          [1, 1],
          [2, 2],
          [3, 3],
          [4, 4],
          [5, 5],
          [6, 6],
          [8, 7],
          [9, 8],
        ],
      ),
    );
    expect(paths(merger.merged)).toEqual([
      ["(Web APIs)", 1],
      ["fetch", 2],
      ["fetch > digest", 3],
      ["fetch > digest", 4],
      ["fetch > digest > (host) crypto", 5],
      ["fetch > digest > callback", 6],
      ["fetch > map > callback", 7],
      ["(Web APIs) > (host) crypto", 8],
    ]);
  });
});

/**
 * The Chrome DevTools Protocol's `Profiler.Profile`, as its definition has it:
 * https://github.com/ChromeDevTools/devtools-protocol/blob/master/json/js_protocol.json
 */
const protocolProfile = z.strictObject({
  nodes: z.array(
    z.strictObject({
      id: z.int(),
      callFrame: z.strictObject({
        functionName: z.string(),
        scriptId: z.string(),
        url: z.string(),
        lineNumber: z.int(),
        columnNumber: z.int(),
      }),
      hitCount: z.int().nonnegative().optional(),
      children: z.array(z.int()).optional(),
      deoptReason: z.string().optional(),
      positionTicks: z.array(z.strictObject({ line: z.int(), ticks: z.int() })).optional(),
    }),
  ),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.int()).optional(),
  timeDeltas: z.array(z.int()).optional(),
});

describe(".cpuprofile", () => {
  test("is the protocol's Profiler.Profile, and each node has one parent", () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const exported = protocolProfile.parse(JSON.parse(JSON.stringify(devtoolsProfile(profile))));
        const ids = exported.nodes.map(({ id }) => id);
        const children = exported.nodes.flatMap((node) => node.children ?? []);
        expect(new Set(ids).size).toBe(ids.length);
        expect([...children].sort((a, b) => a - b)).toEqual(ids.slice(1).sort((a, b) => a - b));
        expect(exported.samples?.every((id) => ids.includes(id))).toBe(true);
        expect(exported.samples).toHaveLength(exported.timeDeltas?.length ?? -1);
        expect(sum(exported.timeDeltas ?? [])).toBe(exported.endTime - exported.startTime);
        expect(exported.endTime - exported.startTime).toBe(profile.wallUs);
      }),
    );
  });

  test("a viewer, for which a sample lasts until the next, finds the times that were measured", () => {
    const { nodes, samples, timeDeltas } = devtoolsProfile(sampleCpuProfile());
    const times = new Map<string, number>();
    for (const [index, id] of samples.entries()) {
      const name = nodes.find((node) => node.id === id)?.callFrame.functionName ?? "";
      times.set(name, (times.get(name) ?? 0) + (timeDeltas[index + 1] ?? 0));
    }
    expect(Object.fromEntries(times)).toEqual({
      ...{ fetch: 150, work: 350, "(idle)": 300, "(host) crypto": 120, "(program)": 80, "(root)": 0 },
    });
    expect(nodes.find(({ callFrame }) => callFrame.functionName === "work")?.callFrame).toEqual({
      ...{ functionName: "work", scriptId: "1", url: "index.ts", lineNumber: 4, columnNumber: 0 },
    });
  });
});

describe("the trace", () => {
  const frames = (profile: CpuProfile): TraceEvent[] => cpuTrace(profile).traceEvents.filter(({ ph }) => ph === "X");

  test("a frame lasts for as long as samples that follow each other are in it", () => {
    expect(frames(sampleCpuProfile()).map(({ name, ts, dur, args }) => [name, ts, dur, args["at"]])).toEqual([
      ["fetch", 0, 500, "index.ts:1:1"],
      ["work", 100, 400, "index.ts:5:1"],
      ["fetch", 300, 50, "index.ts:1:1"],
      ["(idle)", 500, 300, "waits: timer, fetch, body"],
      ["fetch", 800, 120, "index.ts:1:1"],
      ["(host) crypto", 800, 120, "Coldframe, outside of the sandbox"],
    ]);
  });

  test("frames nest, and have in all the times of their functions", () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const open: number[] = [];
        for (const { ts = 0, dur = 0 } of frames(profile)) {
          while ((open.at(-1) ?? Infinity) <= ts) open.pop();
          expect(ts + dur).toBeLessThanOrEqual(open.at(-1) ?? Infinity);
          if (dur > 0) open.push(ts + dur);
        }
        const total = (name: string): number =>
          sum(
            framesOf(stackTree(profile))
              .filter((frame) => frame.function?.name === name)
              .map(({ totalUs }) => totalUs),
          );
        for (const { name } of profile.functions) {
          expect(
            sum(
              frames(profile)
                .filter((one) => one.name === name)
                .map(({ dur = 0 }) => dur),
            ),
          ).toBe(total(name));
        }
      }),
    );
  });
});

test("the table for a spreadsheet has a line for each function", () => {
  const [head, first] = functionsCsv(sampleCpuProfile()).split("\r\n");
  expect(head).toBe("function,kind,file,line,column,self_us,total_us,samples,calls,version");
  expect(first).toBe(`work,function,index.ts,5,1,350,400,2,2,sha256:${"0".repeat(64)}`);
});
