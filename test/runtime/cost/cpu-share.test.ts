import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuShare, cpuShareModel, stretchedMs, waitMs } from "../../../runtime/cost/cpu-share";
import type { CpuShareModel } from "../../../runtime/cost/cpu-share";

function lambda(): CpuShareModel {
  const model = cpuShareModel("aws-lambda");
  if (model === null) throw new Error("Lambda's processor depends on the memory");
  return model;
}

test("Lambda gives a whole vCPU at 1769 MB, and never speeds up one thread beyond it", () => {
  expect(cpuShare(1769, lambda())).toBe(1);
  expect(cpuShare(10_240, lambda())).toBe(1);
  expect(cpuShare(884.5, lambda())).toBe(0.5);
  expect(cpuShareModel("cloudflare-workers")).toBeNull();
});

test("CPU time stretches, waits do not: 30 ms with 10 ms of CPU take 20 + 10 ÷ 0.5 = 40 ms on half a vCPU", () => {
  expect(stretchedMs({ durationMs: 30, cpuMs: 10 }, 0.5)).toBe(40);
  expect(waitMs({ durationMs: 30, cpuMs: 10 })).toBe(20);
});

test("more memory never makes a call slower, and a pure wait takes the same everywhere", () => {
  const memory = fc.integer({ min: 128, max: 10_240 });
  const ms = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(ms, ms, memory, memory, (cpuMs, waited, one, other) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      const time = { durationMs: cpuMs + waited, cpuMs };
      expect(stretchedMs(time, cpuShare(large, lambda()))).toBeLessThanOrEqual(
        stretchedMs(time, cpuShare(small, lambda())),
      );
      expect(stretchedMs({ durationMs: waited, cpuMs: 0 }, cpuShare(small, lambda()))).toBe(waited);
    }),
  );
});
