import { describe, expect, test } from "vitest";
import {
  builtInPriceLists,
  DEFAULT_PLATFORM,
  mergePriceLists,
  priceListName,
  selectPriceLists,
  UNPRICED,
} from "../../../runtime/cost";
import type { PriceList, Selection } from "../../../runtime/cost";
import { parsePriceList } from "../../../runtime/cost/schema";
import { listOf } from "./samples";

describe("the lists that come along", () => {
  test.each(builtInPriceLists.map((list) => [priceListName(list), list] as const))(
    "%s passes the schema unchanged",
    (_, list) => {
      expect(parsePriceList(structuredClone(list))).toEqual({ ok: true, list });
    },
  );

  test("each platform and region has one, and the reference model is the first", () => {
    const names = builtInPriceLists.map(priceListName);
    expect(new Set(names).size).toBe(names.length);
    expect(builtInPriceLists[0]?.platform).toBe(DEFAULT_PLATFORM);
  });

  test("what has no price says why, and is in no list", () => {
    expect(UNPRICED.map(({ platform }) => platform)).toEqual(["akamai-edgeworkers", "fermyon-cloud"]);
    for (const { platform, why } of UNPRICED) {
      expect(why).not.toBe("");
      expect(builtInPriceLists.some((list) => list.platform === platform)).toBe(false);
    }
  });
});

describe("a list that is wrong names the field", () => {
  const lambda = structuredClone(listOf("aws-lambda")) as unknown as Record<string, unknown>;
  test.each([
    ["a negative rate", "meters.0.ladder.0.usd", "-0.20", "meters[0].ladder[0].usd"],
    ["a rate as a binary float", "meters.0.ladder.0.usd", 0.2, "meters[0].ladder[0].usd"],
    ["an exponent", "meters.0.ladder.0.usd", "2e-7", "meters[0].ladder[0].usd"],
    ["an unknown confidence", "meters.1.ladder.0.confidence", "sure", "meters[1].ladder[0].confidence"],
    ["no source", "meters.1.ladder.0.source", "", "meters[1].ladder[0].source"],
    ["a rung that falls", "meters.1.ladder.1.upTo", "5", "meters[1].ladder"],
    ["a ladder without an end", "meters.1.ladder.2.upTo", "99000000000", "meters[1].ladder"],
    ["an allowance that is not there", "meters.0.allowance", "gifts", "meters[0].allowance"],
    ["an allowance shared by two units", "meters.0.allowance", "compute", "meters[1].allowance"],
    ["two meters of one name", "meters.1.id", "requests", "meters[1].id"],
    ["another currency", "currency", "EUR", "currency"],
    ["a date that is none", "date", "2026-13", "date"],
    ["a memory of an unknown kind", "memory.kind", "borrowed", "memory.kind"],
    ["a step of nothing", "meters.1.quantity.stepMs", 0, "meters[1].quantity.stepMs"],
    ["a name with spaces", "platform", "AWS Lambda", "platform"],
  ])("%s", (_, path, value, field) => {
    const result = parsePriceList(changed(lambda, path.split("."), value));
    expect(result.ok ? [] : result.problems.map((problem) => problem.path)).toContain(field);
  });

  test("a field that nobody knows, and one that is missing", () => {
    expect(parsePriceList({ ...lambda, discount: "0.5" })).toMatchObject({
      ok: false,
      problems: [{ message: /discount/ }],
    });
    const { meters: _, ...without } = lambda;
    expect(parsePriceList(without)).toMatchObject({ ok: false, problems: [{ path: "meters" }] });
    expect(parsePriceList(null)).toMatchObject({ ok: false, problems: [{ path: "the whole" }] });
  });
});

describe("choosing", () => {
  test("without names, one region of each platform", () => {
    const selection = selectPriceLists(builtInPriceLists, []);
    expect(selection.ok && selection.lists.filter(({ platform }) => platform === "vercel-functions")).toEqual([
      listOf("vercel-functions:iad1"),
    ]);
  });

  test("a platform's default region, and another by its name", () => {
    const selection = selectPriceLists(builtInPriceLists, [
      "vercel-functions:sfo1",
      "aws-lambda",
      "aws-lambda:us-east-1",
    ]);
    expect(selection.ok && selection.lists.map(priceListName)).toEqual([
      "vercel-functions:sfo1",
      "aws-lambda:us-east-1",
    ]);
  });

  test("an unknown platform, and one without a price", () => {
    expect(messageOf(selectPriceLists(builtInPriceLists, ["aws-lamda"]))).toMatch(
      /"aws-lamda".*aws-lambda.*vercel-functions:sfo1/,
    );
    expect(messageOf(selectPriceLists(builtInPriceLists, ["fermyon-cloud"]))).toContain("no complete public price");
  });

  test("a user's list takes the place of one that came along, or is added", () => {
    const own = { ...listOf("aws-lambda"), title: "Ours" };
    const added = { ...own, region: "eu-central-1" };
    const merged = mergePriceLists(builtInPriceLists, [own, added]);
    expect(merged).toHaveLength(builtInPriceLists.length + 1);
    expect(listOf("aws-lambda:us-east-1", merged).title).toBe("Ours");
    expect(merged.at(-1)).toBe(added);
  });
});

function changed(value: unknown, path: readonly string[], to: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (String(at) === step ? changed(item, rest, to) : item));
  const record = value as PriceList & Record<string, unknown>;
  return { ...record, [step]: changed(record[step], rest, to) };
}

function messageOf(selection: Selection): string {
  return selection.ok ? "" : selection.message;
}
