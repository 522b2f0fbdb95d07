import { expect, test } from "vitest";
import {
  BASELINES,
  billCall,
  builtInPriceLists,
  memoryMonthUsd,
  mixedUsd,
  selectPriceLists,
  startPrices,
} from "../../../runtime/cost";
import type { CallUsage } from "../../../runtime/cost";

const selection = selectPriceLists(builtInPriceLists, ["aws-lambda"]);
const lists = selection.ok ? selection.lists : [];
const pricing = { lists, calibrationOf: () => null };

function usage(more: Partial<CallUsage>): CallUsage {
  return {
    ...{ durationMs: 10.4, cpuMs: 3, initMs: 200, start: "warm", memoryMb: 128, observedMemoryMb: 20 },
    ...{ ingressBytes: 100, egressBytes: 1000, arch: "x86_64" },
    ...more,
  };
}

test("a start's price is the mean of its calls' bills, each rounded up by itself", () => {
  const warm = [usage({}), usage({ durationMs: 20.2 })];
  const [list] = lists;
  const [prices] = startPrices([...warm, usage({ start: "cold" }), usage({ start: "prewarmed" })], pricing);
  if (list === undefined || prices === undefined) throw new Error("there is no price list");
  const [first, second] = warm.map((call) => Number(billCall(call, list).usd));
  expect(prices.usd.warm.toNumber()).toBeCloseTo(((first ?? 0) + (second ?? 0)) / 2, 15);
  expect(prices.usd.cold.gt(prices.usd.prewarmed)).toBe(true);
});

test("a mix costs what its starts do, each by its share of the calls that were answered", () => {
  const calls = [usage({}), usage({ start: "cold" }), usage({ start: "prewarmed" })];
  const [prices] = startPrices(calls, pricing);
  if (prices === undefined) throw new Error("there is no price list");
  expect(mixedUsd(prices, { cold: 0, prewarmed: 0, warm: 0.9 }).eq(prices.usd.warm)).toBe(true);
  const half = mixedUsd(prices, { cold: 0.4, prewarmed: 0, warm: 0.4 });
  expect(half.toNumber()).toBeCloseTo(prices.usd.warm.plus(prices.usd.cold).div(2).toNumber(), 15);
});

test("all of a server's memory costs what the server does in 730 hours", () => {
  const nano = BASELINES.find(({ id }) => id === "ec2-t4g-nano");
  if (nano === undefined) throw new Error("there is no such server");
  expect(memoryMonthUsd(512 * 1024 * 1024, nano).toFixed()).toBe("3.066");
  expect(memoryMonthUsd(128 * 1024 * 1024, nano).toFixed()).toBe("0.7665");
});
