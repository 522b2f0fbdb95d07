import { describe, expect, test } from "vitest";
import { billCall, billMonth, builtInPriceLists, Decimal } from "../../../runtime/cost";
import type { Bill, CallUsage } from "../../../runtime/cost";
import vectorFile from "../../fixtures/cost/pricing-vectors.json" with { type: "json" };
import { listOf, usageOf } from "./samples";

interface Vector extends Partial<CallUsage> {
  readonly id: string;
  readonly platform: string;
  readonly per: "invocation" | "month";
  readonly freeTier?: boolean;
  readonly requests?: number;
  readonly usd: string;
}

const vectors = vectorFile.vectors as readonly Vector[];

describe("costs worked by hand from public price pages come out exactly", () => {
  test.each(vectors)("$id", (vector) => {
    expect(new Decimal(vector.usd).equals(billOf(vector).usd), `${vector.usd} and not ${billOf(vector).usd}`).toBe(
      true,
    );
  });

  test("there are fifteen of them, on four platforms", () => {
    expect(vectors).toHaveLength(15);
    expect(new Set(vectors.map(({ platform }) => platform)).size).toBe(4);
  });
});

describe("what a vCPU-hour costs, as the facts have it to four digits", () => {
  const hourMs = 3_600_000;
  test.each([
    ["aws-lambda", { memoryMb: 1769 }, "0.1037"],
    ["aws-lambda", { memoryMb: 1769, arch: "arm64" }, "0.0829"],
    ["lambda-edge", { memoryMb: 1769 }, "0.3110"],
    ["cloudflare-workers", {}, "0.0720"],
    ["fastly-compute", {}, "0.1800"],
  ] as const)("%s %o", (platform, part, usd) => {
    const usage = usageOf({ durationMs: hourMs, cpuMs: hourMs, ...part });
    const time = billCall(usage, listOf(platform)).lines.filter(
      ({ takes }) => takes.includes("wall") || takes.includes("cpu"),
    );
    expect(time.map((line) => new Decimal(line.usd).toFixed(4))).toEqual([usd]);
  });

  test("vercel-functions, beside its memory", () => {
    const { lines } = billCall(usageOf({ durationMs: hourMs, cpuMs: hourMs }), listOf("vercel-functions"));
    expect(lines.find(({ meter }) => meter === "active-cpu")?.usd).toBe("0.128");
  });
});

function billOf(vector: Vector): Bill {
  const list = listOf(vector.platform, builtInPriceLists);
  const usage = usageOf(vector);
  return vector.per === "invocation"
    ? billCall(usage, list)
    : billMonth([{ usage, requests: vector.requests ?? 0 }], list, { freeTier: vector.freeTier ?? false });
}
