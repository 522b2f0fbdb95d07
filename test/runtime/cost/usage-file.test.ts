import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsage } from "../../../runtime/cost/files";
import { billCall, billedFields, builtInPriceLists } from "../../../runtime/cost";
import type { UsageField } from "../../../runtime/cost";
import { priceLists, usages } from "./price-list-arbitraries";
import { listOf } from "./samples";

const FIELDS = ["durationMs", "cpuMs", "memoryMb", "observedMemoryMb"] as const;
const anyList = fc.oneof(fc.constantFrom(...builtInPriceLists), priceLists);

test.each<readonly [platform: string, fields: readonly UsageField[]]>([
  ["edge-reference", ["durationMs", "memoryMb"]],
  ["aws-lambda", ["durationMs", "memoryMb"]],
  ["cloudfront-functions", []],
  ["cloudflare-workers", ["cpuMs"]],
  ["vercel-functions", ["durationMs", "cpuMs", "memoryMb"]],
  ["deno-deploy", ["durationMs", "cpuMs"]],
  ["azure-functions", ["durationMs", "observedMemoryMb"]],
])("%s bills %j", (platform, fields) => {
  expect(billedFields(listOf(platform))).toEqual(fields);
});

test("what a list does not bill may be anything: its bill is the same", () => {
  fc.assert(
    fc.property(anyList, usages, usages, (list, usage, other) => {
      const unbilled = FIELDS.filter((field) => !billedFields(list).includes(field));
      const changed = { ...usage, ...Object.fromEntries(unbilled.map((field) => [field, other[field]])) };
      const { usd, lines } = billCall(usage, list);
      expect(billCall(changed, list)).toMatchObject({ usd, lines });
    }),
  );
});

describe("a usage file", () => {
  test.each([
    [[], "the list is empty: describe one call at least"],
    [7, 'describe a call as an object, like {"durationMs": 5, "cpuMs": 1, "memoryMb": 128}'],
    [{ wallMs: 5 }, /^there is no "wallMs": use durationMs, cpuMs, memoryMb, /],
  ])("of %j says what to do", (value, message) => {
    const parsed = parseUsage(value);
    expect(parsed.ok ? null : parsed.problems[0]?.message).toMatch(message);
  });

  test("says what is missing, and what is held is what is configured where it does not say", () => {
    expect(parseUsage({ durationMs: 5, memoryMb: 256 })).toMatchObject({
      ok: true,
      entries: [{ usage: { durationMs: 5, observedMemoryMb: 256, start: "warm" }, missing: ["cpuMs"], requests: null }],
    });
    expect(parseUsage([{ cpuMs: 1, observedMemoryMb: 40, requests: 7 }])).toMatchObject({
      ok: true,
      entries: [{ usage: { observedMemoryMb: 40 }, missing: ["durationMs", "memoryMb"] }],
    });
  });

  test.each<readonly [unknown, path: string]>([
    [{ durationMs: -1 }, "durationMs"],
    [{ durationMs: Infinity }, "durationMs"],
    [{ cpuMs: NaN }, "cpuMs"],
    [{ cpuMs: "5" }, "cpuMs"],
    [{ memoryMb: 0 }, "memoryMb"],
    [{ initMs: 1e300 }, "initMs"],
    [[{ requests: -5 }], "[0].requests"],
    [{ start: "hot" }, "start"],
    [{ arch: "riscv" }, "arch"],
    [{ wallMs: 5 }, "the whole"],
    [[], "the whole"],
    [null, "the whole"],
  ])("%j is refused at %s", (value, path) => {
    expect(parseUsage(value)).toMatchObject({ ok: false, problems: [{ path }] });
  });
});
