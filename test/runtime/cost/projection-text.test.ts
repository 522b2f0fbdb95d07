import { expect, test } from "vitest";
import type { BreakEven, ServerMonth } from "../../../runtime/cost";
import { breakEvenSentences, breakEvenText, cheapestOfEach, serverRemarks, shortDecimal } from "../../../runtime/cost";

const FOUND = { rps: "12.3456", usd: "8.5", servers: "2", untilRps: null, settledRps: "12.3456" };
const from = (part: Partial<typeof FOUND> | { untilRps: string | null; settledRps: string | null }): BreakEven => ({
  found: { ...FOUND, ...part },
  none: null,
});

function server(baseline: string, usd: string, unfit: ServerMonth["unfit"] = null): ServerMonth {
  return {
    baseline,
    title: baseline,
    servers: "1",
    usd,
    egressUsd: "0",
    averageUsdPerMillion: null,
    rpsPerServer: null,
    meanUtilisation: 0,
    unfit,
    formula: "",
  };
}

test("rates have three digits, thousands their separators, and nothing an exponent", () => {
  expect(["0.0000001234", "12.345", "99.96", "1234.5", "0"].map(shortDecimal)).toEqual([
    "0.000000123",
    "12.3",
    "100",
    "1,235",
    "0",
  ]);
});

test.each<[BreakEven | null, string]>([
  [from({}), "12.3"],
  [from({ untilRps: "20", settledRps: "54.21" }), "12.3 (54.2)"],
  [from({ untilRps: "20", settledRps: null }), "12.3 (–)"],
  [{ found: null, none: { why: "platform-always" } }, "never"],
  [{ found: null, none: { why: "servers-from-the-start", untilRps: null, settledRps: "0" } }, "0"],
  [{ found: null, none: { why: "servers-from-the-start", untilRps: "17.2", settledRps: "276" } }, "0 to 17.2 (276)"],
  [null, "too little memory"],
])("a break-even rate in short: %j", (breakEven, text) => {
  expect(breakEvenText(breakEven)).toBe(text);
});

test("in sentences every figure is exact, and what comes later is said", () => {
  expect(breakEvenSentences(from({ untilRps: "20", settledRps: "54.21" }), "EC2 t4g.nano")).toBe(
    "Above 12.3456 requests per second 2 × EC2 t4g.nano cost less; at that rate both cost $8.5 a month. " +
      "That holds up to 20, where one more server would be needed. Above 54.21 the servers cost less at every rate.",
  );
  const never: BreakEven = { found: null, none: { why: "platform-always" } };
  expect(breakEvenSentences(never, "Fly")).toBe("However many requests come, Fly costs no less.");
});

test("the cheapest server of each provider is the one that carries the month", () => {
  const servers = [
    server("ec2-t4g-nano", "3", "memory"),
    server("ec2-t4g-small", "12"),
    server("ec2-t4g-micro", "6"),
    server("fly-shared-1x", "2"),
  ];
  expect(cheapestOfEach(servers).map(({ baseline }) => baseline)).toEqual(["fly-shared-1x", "ec2-t4g-micro"]);
  expect(serverRemarks(server("ec2-t4g-nano", "3", "memory"))).toBe(
    "price V 2026-07-20, CPU V · too little memory for a call",
  );
});
