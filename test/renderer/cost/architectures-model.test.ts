import { expect, test } from "vitest";
import { shownArchitectures } from "../../../renderer/features/cost/architectures/architectures-model";
import { builtInPriceLists, compareArchitectures, Decimal, shapedMonth } from "../../../runtime/cost";
import type { MeasuredStart } from "../../../runtime/cost";
import { usageOf } from "../../runtime/cost/samples";

const MIX = [{ usage: usageOf({ durationMs: 12, cpuMs: 5, observedMemoryMb: 20 }), share: new Decimal(1) }];

function rowsWith(start: MeasuredStart | null) {
  const month = shapedMonth(new Decimal(10), {});
  const options = { freeTier: true, utilisation: new Decimal("0.6"), calibrationOf: () => null };
  return shownArchitectures(compareArchitectures(month, MIX, builtInPriceLists, options, start));
}

test("the reference's starts are quoted in every row, and the measured one stands in the function's own alone", () => {
  const rows = rowsWith({ ms: 12.345, start: "cold" });
  expect(rows.map(({ quotedStart, measured }) => [quotedStart, measured?.text ?? null])).toEqual([
    ["5.00 min", null],
    ["45.0 s", null],
    ["8.00 s", null],
    ["800 ms", "12.3 ms, cold"],
  ]);
  expect(rows.at(-1)?.measured?.exact).toContain("12.345 ms, n = 1");
  expect(rowsWith(null).at(-1)?.measured).toBeNull();
});

test("each row has the function's month, but where no price is known", () => {
  const months = rowsWith(null).map(({ id, month }) => [id, month?.title ?? null]);
  expect(months).toEqual([
    ["physical", null],
    ["virtualised", "1 × EC2 t4g.nano"],
    ["container", "1 × Fargate 0.25 vCPU, 0.5 GB, Arm"],
    ["serverless-edge", "Edge reference model"],
  ]);
  // 26.28 M calls of 12 ms in the 128 MB tier.
  expect(rowsWith(null).at(-1)?.month?.usd).toBe("63.072");
});
