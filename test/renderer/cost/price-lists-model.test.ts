import fc from "fast-check";
import { expect, test } from "vitest";
import type { PricingReport } from "../../../preload/contract";
import { builtInPriceLists, UNPRICED } from "../../../runtime/cost";
import {
  addressIn,
  entriesOf,
  matching,
  memoryText,
  priceRows,
} from "../../../renderer/features/cost/price-lists/price-lists-model";

const REPORT: PricingReport = {
  lists: builtInPriceLists,
  own: [{ name: "fastly-compute", file: "/home/dev/.coldframe/price-lists/fastly.json" }],
  ownFolder: "/home/dev/.coldframe/price-lists",
  unpriced: UNPRICED,
  calibrations: [],
};
const ENTRIES = entriesOf(REPORT);

function list(platform: string) {
  const found = builtInPriceLists.find((known) => known.platform === platform);
  if (found === undefined) throw new Error(`there is no list of ${platform}`);
  return found;
}

test("every platform is there once, those without a price at the end, and the user's own are marked", () => {
  expect(new Set(ENTRIES.map(({ name }) => name)).size).toBe(builtInPriceLists.length + UNPRICED.length);
  expect(ENTRIES.slice(-UNPRICED.length).map(({ kind }) => kind)).toEqual(UNPRICED.map(() => "unpriced"));
  const own = ENTRIES.filter((entry) => entry.kind === "priced" && entry.ownFile !== null);
  expect(own.map(({ name }) => name)).toEqual(["fastly-compute"]);
});

test("every word of the filter has to be found", () => {
  const names = (text: string) => matching(ENTRIES, text).map(({ name }) => name);
  expect(names("")).toHaveLength(ENTRIES.length);
  expect(names("VERCEL sfo1")).toEqual(["vercel-functions:sfo1"]);
  expect(names("infracost lambda")).toContain("aws-lambda:us-east-1");
  expect(names("by contract")).toEqual(["akamai-edgeworkers"]);
  expect(names("your own")).toEqual(["fastly-compute"]);
  expect(names("no such thing")).toEqual([]);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const both = names(`${a} ${b}`);
      expect(both.every((name) => names(a).includes(name) && names(b).includes(name))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("no rung, allowance or monthly fee of any list is left out, and each says where it was read", () => {
  for (const known of builtInPriceLists) {
    const { meters, allowances, monthly } = known;
    const rows = priceRows(known);
    const rungs = meters.flatMap(({ ladder }) => ladder);
    expect(rows).toHaveLength(rungs.length + allowances.length + (monthly === undefined ? 0 : 1));
    for (const { price, source } of rows) {
      expect(price).toMatch(/^\$\d/);
      expect(source.source).not.toBe("");
      expect(source.readOn).toMatch(/^\d{4}-\d{2}/);
    }
  }
});

test("a ladder is said rung by rung, with its step, minimum, init and memory", () => {
  const rows = priceRows(list("aws-lambda")).filter(({ item }) => item === "Compute, x86_64");
  expect(rows.map(({ price, range }) => [price, range])).toEqual([
    ["$0.0000166667 per GB-s", "up to 6,000,000,000 GB-s a month"],
    ["$0.000015 per GB-s", "6,000,000,000 to 15,000,000,000 GB-s"],
    ["$0.0000133334 per GB-s", "over 15,000,000,000 GB-s"],
  ]);
  expect(rows[0]?.counted).toBe(
    "wall time, waits included, a cold start’s init too, rounded up to 1 ms, at least 1 ms, × configured memory",
  );
});

test("the memory that is billed is said for each kind of platform", () => {
  expect(memoryText(list("aws-lambda").memory)).toBe(
    "what is configured, at least 128 MB, in steps of 1 MB, at most 10,240 MB",
  );
  expect(memoryText(list("edge-reference").memory)).toMatch(/^the smallest of 128, 256, 512 MB that holds/);
  expect(memoryText(list("cloudflare-workers").memory)).toBe("128 MB for every function");
  expect(memoryText(list("azure-functions").memory)).toMatch(/^what is really held, at least 128 MB/);
});

test("a source's address can be copied where it names one", () => {
  expect(addressIn("aws.amazon.com/lambda/pricing")).toBe("https://aws.amazon.com/lambda/pricing");
  expect(addressIn("docs.netlify.com, credit-based pricing")).toBe("https://docs.netlify.com");
  expect(addressIn("see https://example.com/prices?x=1.")).toBe("https://example.com/prices?x=1");
  expect(addressIn("secondary sources on Vercel's Fluid compute")).toBeNull();
});
