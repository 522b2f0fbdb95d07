import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readPriceLists } from "../../../../main/workbench/cost/price-lists";
import { openChosenPricing, openPricing } from "../../../../main/workbench/cost/pricing";
import { pricingReport } from "../../../../main/workbench/cost/pricing-report";
import { builtInPriceLists, priceListName } from "../../../../runtime/cost";
import type { PriceList } from "../../../../runtime/cost";
import { listOf } from "../../../runtime/cost/samples";

const LAMBDA = listOf("aws-lambda");

/** A home folder with these price lists, as values or as text. */
async function homeWith(files: Readonly<Record<string, unknown>>): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "coldframe-price-lists-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  await mkdir(join(home, "price-lists"));
  for (const [name, value] of Object.entries(files)) {
    const content = typeof value === "string" || value instanceof Uint8Array ? value : JSON.stringify(value);
    await writeFile(join(home, "price-lists", name), content);
  }
  return home;
}

async function namesFor(home: string, platforms: readonly string[]): Promise<readonly string[]> {
  const opened = await openPricing(home, platforms);
  if (!opened.ok) throw new Error(opened.message);
  return opened.pricing.lists.map(({ title }) => title);
}

function ours(part: Partial<PriceList>): PriceList {
  return { ...LAMBDA, title: "Ours", ...part };
}

test("without a folder for them there are those that come along", async () => {
  expect(await readPriceLists(join(tmpdir(), "coldframe-nowhere"))).toEqual({
    ok: true,
    lists: builtInPriceLists,
    own: [],
  });
});

describe("a list of one's own", () => {
  test("takes the place of the same platform's and region's", async () => {
    const home = await homeWith({ "lambda.json": ours({}), ".hidden.json": "{", "notes.txt": "-" });
    const read = await readPriceLists(home);
    expect(read.ok && read.lists).toHaveLength(builtInPriceLists.length);
    expect(read.ok && read.own).toEqual([
      { name: "aws-lambda:us-east-1", file: join(home, "price-lists", "lambda.json") },
    ]);
    expect(await namesFor(home, ["aws-lambda"])).toEqual(["Ours"]);
  });

  test("without a region is its platform's default, and the others are there by their names", async () => {
    const home = await homeWith({ "lambda.json": ours({ region: null }) });
    expect(await namesFor(home, ["aws-lambda"])).toEqual(["Ours"]);
    expect(await namesFor(home, ["aws-lambda:us-east-1"])).toEqual([LAMBDA.title]);
    const all = await namesFor(home, []);
    expect(all).toContain("Ours");
    expect(all).not.toContain(LAMBDA.title);
  });

  test("of another region is added, and chosen by its name", async () => {
    const home = await homeWith({ "frankfurt.json": ours({ region: "eu-central-1" }) });
    expect(await namesFor(home, ["aws-lambda"])).toEqual([LAMBDA.title]);
    expect(await namesFor(home, ["aws-lambda:eu-central-1"])).toEqual(["Ours"]);
  });

  test("can price a platform that publishes no price", async () => {
    const home = await homeWith({ "akamai.json": ours({ platform: "akamai-edgeworkers", region: null }) });
    expect(await namesFor(home, ["akamai-edgeworkers"])).toEqual(["Ours"]);
    const report = await pricingReport(home);
    expect(report.unpriced.map(({ platform }) => platform)).toEqual(["fermyon-cloud"]);
    expect(report.lists.map(priceListName)).toContain("akamai-edgeworkers");
  });
});

test("a platform that was chosen and has no list any more is left out", async () => {
  const home = await homeWith({});
  const { lists } = await openChosenPricing(home, ["our-edge", "aws-lambda"]);
  expect(lists).toEqual([LAMBDA]);
});

describe("a file that is wrong is refused with its name and the field, whatever was asked for", () => {
  const { meters: _, ...withoutMeters } = LAMBDA;
  test.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ["not JSON", { "a.json": '{\n  "platform": oops\n}' }, "a.json:2:15: is not valid JSON: invalid symbol"],
    [
      "a price as a number",
      { "a.json": changed("usd", 0.2) },
      "a.json: meters[0].ladder[0].usd: write the number as text",
    ],
    [
      "a negative price",
      { "a.json": changed("usd", "-1") },
      "a.json: meters[0].ladder[0].usd: use a decimal number that is not negative",
    ],
    ["no number", { "a.json": changed("usd", "NaN") }, "a.json: meters[0].ladder[0].usd: use a decimal number"],
    ["a field that is missing", { "a.json": withoutMeters }, "a.json: meters: "],
    [
      "a field that nobody knows",
      { "a.json": { ...LAMBDA, discount: "0.5" } },
      'a.json: the whole: Unrecognized key: "discount"',
    ],
    ["another currency", { "a.json": { ...LAMBDA, currency: "EUR" } }, "a.json: currency: "],
    ["another schema", { "a.json": { ...LAMBDA, schema: "prices@2" } }, "a.json: schema: "],
    ["several mistakes", { "a.json": { ...LAMBDA, date: "today", title: "" } }, "a.json: title: "],
    ["no object", { "a.json": [] }, "a.json: the whole: "],
    ["an empty file", { "a.json": "" }, "a.json:1:1: is not valid JSON: "],
    ["no text", { "a.json": Uint8Array.of(0xff, 0xfe, 0x7b) }, "a.json: is not UTF-8 text"],
    ["too deep", { "a.json": "[".repeat(100_000) }, "a.json: nests too deeply"],
    ["two of one platform", { "a.json": LAMBDA, "b.json": LAMBDA }, "b.json: platform: "],
  ])("%s", async (_name, files, expected) => {
    const home = await homeWith(files);
    const opened = await openPricing(home, ["edge-reference"]);
    const message = opened.ok ? "" : opened.message;
    expect(message).toContain(`the price list ${join(home, "price-lists")}/${expected}`);
    expect(message.split("\n")).toHaveLength(1);
    await expect(openChosenPricing(home, [])).rejects.toMatchObject({ code: "invalid-price-list", message });
    await expect(pricingReport(home)).rejects.toMatchObject({ code: "invalid-price-list", message });
  });

  test("and where the folder is none", async () => {
    const home = await homeWith({});
    await rm(join(home, "price-lists"), { recursive: true });
    await writeFile(join(home, "price-lists"), "");
    expect(await openPricing(home, [])).toMatchObject({
      ok: false,
      message: expect.stringContaining("can't be read (ENOTDIR)") as unknown,
    });
  });

  function changed(field: string, value: unknown): object {
    const [first, ...rest] = LAMBDA.meters;
    return { ...LAMBDA, meters: [{ ...first, ladder: [{ ...first?.ladder[0], [field]: value }] }, ...rest] };
  }
});
