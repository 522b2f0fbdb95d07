import { expect, test } from "vitest";
import { meanCalls, oneCall } from "../../../renderer/features/cost/month/calls-model";
import { chosenMix, FIRST_FORM, measuredText, readForm } from "../../../renderer/features/cost/month/choice-model";
import { changeMonth, useMonthStore } from "../../../renderer/features/cost/month/month-store";
import { SLIDERS } from "../../../renderer/features/cost/month/slider-model";
import { coldShare, Decimal, meanOf } from "../../../runtime/cost";
import type { HistoryRow, Start } from "../../../runtime/model";

function row(start: Start | null, part: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id: "01930e4f-7c00-7abc-8def-0123456789ab",
    functionName: "hello",
    entry: "hello/index.ts",
    version: "sha256:1",
    engine: "quickjs",
    trigger: "http",
    startedAtMs: 0,
    running: false,
    start,
    outcome: "ok",
    errorCode: null,
    errorMessage: null,
    method: "GET",
    url: "/",
    status: 200,
    wallUs: 2_000,
    executionUs: 1_000,
    activeCpuUs: 500,
    initUs: 3_000,
    peakMemoryBytes: 1024 * 1024,
    memoryLimitBytes: 128 * 1024 * 1024,
    ingressBytes: 10,
    egressBytes: 100,
    ...part,
  };
}

test("recorded calls are a mean for each start and tier, and keep their shares", () => {
  const calls = meanCalls([
    row("warm", { executionUs: 1_000, egressBytes: 100 }),
    row("warm", { executionUs: 2_001, egressBytes: 200 }),
    row("cold"),
    row("warm", { memoryLimitBytes: 256 * 1024 * 1024 }),
    row(null),
    row("warm", { running: true }),
  ]);
  expect(calls?.count).toBe(4);
  expect(calls?.mix.map(({ usage, share }) => [usage.start, usage.memoryMb, share.toFixed()])).toEqual([
    ["warm", 128, "0.5"],
    ["cold", 128, "0.25"],
    ["warm", 256, "0.25"],
  ]);
  // 1500.5 µs to whole microseconds, half to even.
  expect(calls?.mix[0]?.usage).toMatchObject({ durationMs: 1.5, egressBytes: 150 });
  expect(calls === null ? null : coldShare(calls.mix).toFixed()).toBe("0.25");
});

test("calls that never reached a sandbox make no month", () => {
  expect(meanCalls([row(null)])).toBeNull();
  expect(meanCalls([])).toBeNull();
  expect(oneCall({ usage: row(null), start: null })).toBeNull();
});

test("what is typed is kept exactly, and what is left alone stays as it was measured", () => {
  const { choice, problems } = readForm({ ...FIRST_FORM, rps: " 0.25 ", coldPercent: "2.5 %" });
  expect(problems).toEqual({});
  expect(choice?.rps.toFixed()).toBe("0.25");
  expect(choice?.coldShare?.toFixed()).toBe("0.025");
  expect(choice?.responseBytes).toBeNull();
  expect(choice?.utilisation.toFixed()).toBe("0.6");
});

test.each([
  ["rps", "-1"],
  ["rps", ""],
  ["rps", "1e3"],
  ["rps", "NaN"],
  ["coldPercent", "101"],
  ["coldPercent", "few"],
  ["responseBytes", "1.5"],
  ["responseBytes", "-3"],
  ["utilisationPercent", "0"],
  ["utilisationPercent", "100.1"],
] as const)("%s %j is no choice, and its field says so", (field, text) => {
  const { choice, problems } = readForm({ ...FIRST_FORM, [field]: text });
  expect(choice).toBeNull();
  expect(Object.keys(problems)).toEqual([field]);
});

test("the share of cold starts and the size of responses change the calls, and nothing else of them", () => {
  const calls = meanCalls([row("warm"), row("cold", { executionUs: 9_000 })]);
  if (calls === null) throw new Error("there are calls");
  expect(measuredText("coldPercent", calls.mix)).toBe("50");
  expect(measuredText("responseBytes", calls.mix)).toBe("100");
  const mix = chosenMix(calls.mix, { coldShare: new Decimal("0.01"), responseBytes: new Decimal(5_000) });
  expect(coldShare(mix).toFixed()).toBe("0.01");
  expect(meanOf(mix, ({ egressBytes }) => egressBytes).toFixed()).toBe("5000");
  expect(meanOf(mix, ({ durationMs }) => durationMs).toFixed()).toBe("1.08");
  expect(chosenMix(calls.mix, { coldShare: null, responseBytes: null })).toEqual(calls.mix);
});

test("a wrong field changes no figure, and a number that stays is the same object", () => {
  changeMonth({ coldPercent: "3" });
  const before = useMonthStore.getState().choice;
  changeMonth({ rps: "40" });
  const after = useMonthStore.getState().choice;
  expect(after.rps.toFixed()).toBe("40");
  expect(after.coldShare).toBe(before.coldShare);
  changeMonth({ rps: "4o" });
  expect(useMonthStore.getState()).toMatchObject({ form: { rps: "4o" }, choice: after });
  expect(Object.keys(useMonthStore.getState().problems)).toEqual(["rps"]);
  changeMonth({ rps: "40", coldPercent: null });
  expect(useMonthStore.getState().choice.coldShare).toBeNull();
});

test.each(Object.entries(SLIDERS))(
  "every position of the slider of %s is a number that its field takes",
  (field, scale) => {
    for (let position = 0; position <= scale.last; position += 1) {
      const text = scale.textAt(position);
      expect(readForm({ ...FIRST_FORM, [field]: text }).problems).toEqual({});
      // Whole bytes leave several positions for one number.
      if (field !== "responseBytes") expect(scale.positionOf(Number(text))).toBe(position);
    }
    expect(scale.positionOf(0)).toBe(0);
    expect(scale.positionOf(1e15)).toBe(scale.last);
  },
);

test("the rate's slider reaches from one request in 100 seconds to 10,000 a second, and the size's from nothing", () => {
  expect([SLIDERS.rps.textAt(0), SLIDERS.rps.textAt(SLIDERS.rps.last)]).toEqual(["0.01", "10000"]);
  expect([SLIDERS.responseBytes.textAt(0), SLIDERS.responseBytes.textAt(1)]).toEqual(["0", "1"]);
});
