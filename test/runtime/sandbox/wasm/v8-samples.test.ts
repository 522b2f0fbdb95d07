import type { Profiler } from "node:inspector";
import { describe, expect, test } from "vitest";
import { functionLabel, SampleMerger } from "../../../../runtime/profile";
import { SAMPLED_CALL, sampledCalls } from "../../../../runtime/sandbox/wasm/v8-samples";

const MODULE = "wasm://wasm/0365700e";
const PLACES = { fileName: "split.wasm", shift: 10 };

type Frame = readonly [id: number, name: string, url: string, children: readonly number[], column?: number];

function profile(frames: readonly Frame[], samples: readonly number[]): Profiler.Profile {
  return {
    nodes: frames.map(([id, functionName, url, children, columnNumber = -1]) => ({
      ...{ id, children: [...children] },
      callFrame: { functionName, url, scriptId: "1", lineNumber: 0, columnNumber },
    })),
    ...{ startTime: 0, endTime: 1, samples: [...samples], timeDeltas: samples.map(() => 100) },
  };
}

/** A thread that waits for calls, runs one, and collects garbage in it. Callers may come after what they call. */
const FRAMES: readonly Frame[] = [
  [1, "(root)", "", [2, 3]],
  [2, "(idle)", "", []],
  [3, "serve", "file:///sandbox.js", [4, 12]],
  [4, "", SAMPLED_CALL, [5]],
  [5, "callHandler", "file:///sandbox.js", [6, 13]],
  [6, "js-to-wasm::i", MODULE, [7], 40],
  [7, "wasm-function[5]", MODULE, [8, 9], 40],
  [8, "spin", MODULE, [11], 30],
  [9, "wasm-to-js", "", [10]],
  [10, "log", "file:///sandbox.js", []],
  [11, "(garbage collector)", "", []],
  [12, "(garbage collector)", "", []],
  [13, "requestMessage", "file:///sandbox.js", []],
];

/** Each sample's stack, outermost first. */
function stacks({ functions, nodes, samples }: ReturnType<typeof sampledCalls>): string[] {
  return samples.map(({ node }) => {
    const names: string[] = [];
    for (let at = node; at >= 0; at = nodes[at]?.parent ?? -1) {
      const each = functions[nodes[at]?.function ?? -1];
      if (each !== undefined) names.unshift(functionLabel(each));
    }
    return names.join(" › ");
  });
}

describe("what V8's profiler saw", () => {
  test("is of the calls alone, with the host's own functions in one frame", () => {
    const sampled = sampledCalls(profile(FRAMES, [2, 3, 12, 4, 5, 6, 13, 7, 8, 9, 10, 11, 2]), 80, PLACES);
    expect(stacks(sampled)).toEqual([
      ...new Array<string>(3).fill("(host) request and response"),
      "wasm-function[5]",
      "wasm-function[5] › spin",
      "wasm-function[5] › (host) env.log",
      "wasm-function[5] › (host) env.log",
      "wasm-function[5] › spin › (host) garbage collection",
    ]);
  });

  test("gives each sample an equal share of the calls' time", () => {
    const sampled = sampledCalls(profile(FRAMES, [8, 2, 8, 7]), 100, PLACES);
    expect(sampled.samples.map(({ durationUs }) => durationUs)).toEqual([33, 34, 33]);
    expect(sampled.wallUs).toBe(100);
    expect(sampledCalls(profile(FRAMES, [2]), 100, PLACES)).toMatchObject({ samples: [], wallUs: 100 });
  });

  test("names a function's place as it was in the file, before the module was rewritten", () => {
    const { functions } = sampledCalls(profile(FRAMES, [8]), 100, PLACES);
    const spin = functions.find(({ name }) => name === "spin");
    expect(spin).toEqual({ kind: "function", name: "spin", file: "split.wasm", line: 1, column: 21 });
  });

  test("has no frame of Web APIs, which a Wasm function has none of", () => {
    const merger = new SampleMerger("wasm");
    merger.add(sampledCalls(profile(FRAMES, [13, 8, 10]), 90, PLACES));
    expect(stacks(merger.merged)).toEqual([
      "(host) request and response",
      "wasm-function[5] › spin",
      "wasm-function[5] › (host) env.log",
    ]);
  });
});
