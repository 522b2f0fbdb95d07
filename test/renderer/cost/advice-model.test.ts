import { expect, test } from "vitest";
import type { CallFacts } from "../../../preload/contract";
import {
  adviceAsText,
  adviceOf,
  amountTitle,
  bodySizes,
  savingRows,
} from "../../../renderer/features/cost/advice/advice-model";
import { listOf } from "../../runtime/cost/samples";
import { sampleInvocation } from "../../main/workbench/sample-invocation";

const LISTS = [listOf("aws-lambda"), listOf("cloudflare-workers")];
const PRICING = { lists: LISTS, calibrationOf: () => null };
const NONE: CallFacts = { bundle: null, compression: "no-body" };
const COMPRESSED: CallFacts = {
  bundle: null,
  compression: { contentType: "application/json", bytes: 40_000, gzipBytes: 4_000, brotliBytes: 3_955 },
};

function call(usage: Partial<ReturnType<typeof sampleInvocation>["usage"]>) {
  const sample = sampleInvocation({ start: "warm" });
  const figures = {
    executionUs: 2_000,
    activeCpuUs: 2_000,
    initUs: 0,
    memoryLimitBytes: 2 ** 27,
    peakMemoryBytes: 2 ** 27,
  };
  return { ...sample, usage: { ...sample.usage, ...figures, ...usage } };
}

test("a wait is advised with what it costs per million on each platform that bills it", () => {
  const found = adviceOf(call({ executionUs: 100_000, activeCpuUs: 10_000 }), NONE, PRICING);
  const [waits] = found?.advice ?? [];
  if (waits === undefined) throw new Error("no advice");
  // 0.09 s × 0.125 GB × 0.0000166667 × 1,000,000.
  expect(savingRows(waits, LISTS)).toEqual([
    {
      title: "AWS Lambda, us-east-1",
      priceList: "aws-lambda@2026-10",
      usdPerMillion: "0.187500375",
      share: "45.0 %",
      smaller: null,
    },
  ]);
  expect(amountTitle(waits)).toBe("Waiting costs, US dollars per million calls");
  expect(bodySizes(waits)).toEqual([]);
});

test("a smaller memory says which, and what it does to the time", () => {
  const idle = call({
    executionUs: 200_000,
    activeCpuUs: 2_000,
    memoryLimitBytes: 2 ** 29,
    peakMemoryBytes: 20 * 2 ** 20,
  });
  const memory = adviceOf(idle, NONE, PRICING)?.advice.find(({ kind }) => kind === "unused-memory");
  if (memory === undefined) throw new Error("no advice");
  expect(savingRows(memory, LISTS).map(({ smaller }) => smaller)).toEqual([
    "128 MiB, 226 ms instead of 205 ms (modelled)",
  ]);
});

test("compression shows what it really came to", () => {
  const [compression] = adviceOf(call({ egressBytes: 40_200 }), COMPRESSED, PRICING)?.advice ?? [];
  if (compression === undefined) throw new Error("no advice");
  expect(bodySizes(compression)).toEqual([
    { name: "as it was sent", bytes: 40_000 },
    { name: "brotli", bytes: 3_955 },
    { name: "gzip", bytes: 4_000 },
  ]);
});

test("as text it says what was looked at as well", () => {
  const invocation = call({});
  const found = adviceOf(invocation, NONE, PRICING);
  if (found === null) throw new Error("nothing");
  expect(found.advice).toEqual([]);
  expect(adviceAsText(invocation, found)).toMatch(
    /^What one call of .* advises \(.*\)\n\nNothing to advise:\nWaits: .*\nInit: .*\nMemory: .*\nCompression: the response has no body\.$/,
  );
});

test("a call that never reached a sandbox has nothing to advise from", () => {
  expect(adviceOf({ ...call({}), start: null }, NONE, PRICING)).toBeNull();
});
