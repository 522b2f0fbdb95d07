import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BillsDocument } from "../../main/workbench/cost/bills-document";
import type { InvocationDocument } from "../../main/workbench/documents";
import { Decimal } from "../../runtime/cost";
import vectorFile from "../fixtures/cost/pricing-vectors.json" with { type: "json" };
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");
const CALL = { durationMs: 12.34, cpuMs: 3.2, memoryMb: 128, egressBytes: 5000 };

async function files(content: Readonly<Record<string, unknown>>) {
  const home = await temporaryFolder();
  for (const [name, value] of Object.entries(content)) await writeFile(join(home, name), JSON.stringify(value));
  return { home, cwd: home };
}

async function document(args: readonly string[], where: { home: string; cwd: string }): Promise<BillsDocument> {
  const run = await coldframe(["cost", ...args, "--json"], where);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(run.stdout) as BillsDocument;
}

function sum(amounts: readonly string[]): string {
  return amounts.reduce((total, usd) => total.plus(usd), new Decimal(0)).toFixed();
}

describe("costs worked by hand come out exactly, with no more of the usage than the platform bills", () => {
  test.each(vectorFile.vectors)("$id", async ({ id: _, platform, per, freeTier, usd, ...usage }) => {
    const where = await files({ "usage.json": usage });
    const free = freeTier === true ? ["--free-tier"] : [];
    const found = await document(["--usage", "usage.json", "--platform", platform, ...free], where);
    expect(found).toMatchObject({ per: per === "month" ? "month" : "call", currency: "USD" });
    expect(found.bills).toHaveLength(1);
    expect(new Decimal(found.bills[0]?.usd ?? NaN).equals(usd), `${found.bills[0]?.usd ?? ""} for ${usd}`).toBe(true);
  });
});

describe("a usage file", () => {
  test("of one call is billed on every platform, line by line; what has no price is named with why", async () => {
    const where = await files({ "usage.json": CALL });
    const { schema, bills, unpriced } = await document(["--usage", "usage.json"], where);
    expect(schema).toBe("coldframe/bills@1");
    expect(bills.length).toBeGreaterThanOrEqual(13);
    expect(bills[0]).toMatchObject({
      call: 0,
      platform: "edge-reference",
      priceList: "edge-reference@2026-10",
      usd: "0.00000305",
      lines: [
        { item: "Execution, 128 MB", quantity: "13", unit: "ms", unitPrice: "0.0000002", usd: "0.0000026" },
        { item: "Ingress", usd: "0" },
        { item: "Egress", quantity: "0.000005", unitPrice: "0.09", usd: "0.00000045" },
      ],
    });
    for (const { usd, lines } of bills) expect(sum(lines.map((line) => line.usd))).toBe(usd);
    expect(unpriced.map(({ platform }) => platform)).toEqual(["akamai-edgeworkers", "fermyon-cloud"]);

    const human = await coldframe(["cost", "--usage", "usage.json"], where);
    expect(human).toMatchObject({ code: 0, stderr: "" });
    expect(human.stdout).toMatch(/^edge-reference · \$3\.05 per million calls · edge-reference@2026-10$/m);
    expect(human.stdout).toMatch(/^ {2}Execution, 128 MB +13 ms +× \$0\.0000002 +\$2\.60 +wall time +V 2026-11$/m);
    expect(human.stdout).toMatch(/^ {2}CPU time +3\.2 CPU-ms .*CPU time \(estimated\)/m);
    expect(human.stdout).toMatch(/CPU time is this machine's: an estimate/);
    expect(human.stdout).toMatch(/^Not priced: Akamai EdgeWorkers\. Akamai publishes no price/m);
  });

  test("of several calls has a bill for each", async () => {
    const where = await files({ "usage.json": [CALL, { ...CALL, start: "cold", initMs: 100 }] });
    const args = ["--usage", "usage.json", "--platform", "aws-lambda", "--platform", "cloudflare-workers"];
    const { bills, calls } = await document(args, where);
    expect(calls).toMatchObject([{ start: "warm" }, { start: "cold", initMs: 100 }]);
    expect(bills.map(({ call, platform }) => [call, platform])).toEqual([
      [0, "aws-lambda"],
      [0, "cloudflare-workers"],
      [1, "aws-lambda"],
      [1, "cloudflare-workers"],
    ]);
    const [warmLambda, warmWorkers, coldLambda, coldWorkers] = bills.map(({ usd }) => usd);
    // 113 ms instead of 13, of an eighth of a GB.
    expect(new Decimal(coldLambda ?? NaN).minus(warmLambda ?? NaN).toFixed()).toBe("0.00000020833375");
    expect(coldWorkers).toBe(warmWorkers);
  });

  test("with requests is a month of all its calls together, and the free tier is taken off when asked for", async () => {
    const where = await files({
      "usage.json": [
        { ...CALL, requests: 20_000_000 },
        { ...CALL, start: "cold", initMs: 50, requests: 100_000 },
      ],
    });
    const args = ["--usage", "usage.json", "--platform", "cloudflare-workers", "--platform", "fastly-compute"];
    const month = await document(args, where);
    expect(month).toMatchObject({ per: "month", freeTier: false });
    // 5 + (20.1 − 10) × 0.30 + (64.32 − 30) × 0.02, and 20.1 × 0.50 + 64.32 × 0.05, below the minimum.
    expect(month.bills.map(({ call, usd }) => [call, usd])).toEqual([
      [null, "8.7164"],
      [null, "50"],
    ]);
    const human = await coldframe(["cost", ...args, "--free-tier"], where);
    expect(human.stdout).toMatch(/^20,100,000 requests in a month · free tiers taken off$/m);
    expect(human.stdout).toMatch(/^cloudflare-workers · \$8\.72 a month, \$0\.434 per million · /m);
    expect(human.stdout).toMatch(/^ {2}Up to the monthly minimum +\$44\.95 +each month/m);
  });

  test("a free tier is never taken off one call", async () => {
    const where = await files({ "usage.json": CALL });
    const args = ["cost", "--usage", "usage.json", "--platform", "aws-lambda", "--json"];
    const [without, asked] = await Promise.all([coldframe(args, where), coldframe([...args, "--free-tier"], where)]);
    expect(asked.stdout).toBe(without.stdout);
    expect(asked).toMatchObject({ code: 0, stderr: expect.stringMatching(/^--free-tier changes nothing/) as unknown });
  });

  test("in words: how each line was reckoned, and where its price is from", async () => {
    const where = await files({ "usage.json": { ...CALL, start: "cold", initMs: 120.81 } });
    const args = ["cost", "--usage", "usage.json", "--platform", "aws-lambda", "--explain"];
    const { stdout } = await coldframe(args, where);
    expect(stdout).toContain(
      "134 ms (12.34 ms of wall time and 120.81 ms of init, rounded up to 1 ms) × 128 MB ÷ 1,024 ÷ 1,000 = 0.01675 GB-s, × $0.0000166667 per GB-s",
    );
    expect(stdout).toMatch(/exactly \$[\d.]+ a call/);
    expect(stdout).toMatch(/Infracost golden files \(AWS price API\), read 2026-11 \(G\)/);
  });

  test("a calibration is applied and shown", async () => {
    const where = await files({ "usage.json": CALL });
    await coldframe(["calibrate", "cloudflare-workers", "--pair", "10:20", "--pair", "20:40"], where);
    const args = ["cost", "--usage", "usage.json", "--platform", "cloudflare-workers"];
    const [bill] = (await document(args.slice(1), where)).bills;
    expect(bill).toMatchObject({ usd: "0.000000428", calibration: { factor: 2, n: 2 } });
    const { stdout } = await coldframe(args, where);
    expect(stdout).toMatch(/6\.4 CPU-ms .*CPU time \(calibrated × 2\.00 ± 0\.00, n = 2\)/);
    expect(stdout).not.toContain("an estimate of a platform's");
  });

  test("as a table has a row for each line, with the document's figures", async () => {
    const where = await files({ "usage.json": { ...CALL, requests: 3_000_000 } });
    const args = ["--usage", "usage.json", "--platform", "netlify-functions"];
    const [bill] = (await document(args, where)).bills;
    const { stdout } = await coldframe(["cost", ...args, "--csv"], where);
    const [header = "", ...rows] = stdout.trimEnd().split("\r\n");
    expect(header).toMatch(/^call,platform,region,priceList,item,quantity,unit,unitPrice,usd,billUsd,/);
    expect(rows).toHaveLength(bill?.lines.length ?? 0);
    // What the fee pays for is a number, not text that a spreadsheet is kept from reckoning with.
    expect(rows.at(-1)).toMatch(/,Included usage,1,month,-\d+(\.\d+)?,-\d+/);
  });
});

describe("a call", () => {
  test("that was recorded is billed as it started, by as much of its id as tells it apart", async () => {
    const where = await files({});
    const call = await coldframe(["invoke", HELLO, "--start", "cold", "--json"], where);
    const { id, usage } = JSON.parse(call.stdout) as InvocationDocument;
    const { calls, bills } = await document([id.slice(0, 13), "--platform", "aws-lambda"], where);
    expect(calls).toMatchObject([{ invocation: id, start: "cold", durationMs: usage.executionUs / 1000 }]);
    expect(bills[0]?.lines.map(({ takes }) => takes)).toContainEqual(["wall", "init", "configured-memory"]);
  });

  test("of a function is made, kept and billed; one that fails is billed too, and exit 1", async () => {
    const where = await files({});
    const run = await coldframe(["cost", HELLO, "--platform", "edge-reference"], where);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^hello · warm · wall /);
    const history = await coldframe(["history"], where);
    expect(history.stdout).toMatch(/hello +200 +ok +warm/);

    await writeFile(join(where.home, "fails.js"), "export default () => { throw new Error('no soil'); }");
    const failed = await coldframe(["cost", "fails.js", "--platform", "edge-reference", "--json"], where);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      /the call failed with handler-threw: Error: no soil, and the bill is of what it used/,
    );
    expect((JSON.parse(failed.stdout) as BillsDocument).bills).toHaveLength(1);
  });

  test("advises what its own numbers do", async () => {
    const where = await files({});
    await writeFile(
      join(where.home, "large.js"),
      "export default () => Response.json(Array.from({ length: 1000 }, (_, id) => ({ id, name: 'tomato' })))",
    );
    const { advice } = await document(["large.js", "--platform", "edge-reference"], where);
    expect(advice.map(({ kind }) => kind)).toContain("compressible-response");
  });
});

describe("beside each call stands its bill", () => {
  test("on the chosen platforms, with the version of their prices, in every document of the call", async () => {
    const where = await files({});
    const platforms = ["--platform", "aws-lambda", "--platform", "cloudflare-workers"];
    const run = await coldframe(["invoke", HELLO, "--start", "cold", ...platforms, "--json"], where);
    const { id, bills } = JSON.parse(run.stdout) as InvocationDocument;
    expect(bills.map(({ priceList }) => priceList)).toEqual(["aws-lambda@2026-10", "cloudflare-workers@2026-10"]);
    for (const { usd, lines } of bills) expect(sum(lines.map((line) => line.usd))).toBe(usd);

    const { bills: recorded } = await document([id, ...platforms], where);
    expect(recorded.map(({ usd }) => usd)).toEqual(bills.map(({ usd }) => usd));
    const [trace, history] = await Promise.all([
      coldframe(["trace", id, "--json"], where),
      coldframe(["history", "--json"], where),
    ]);
    const [reference] = (JSON.parse(trace.stdout) as InvocationDocument).bills;
    expect(reference?.platform).toBe("edge-reference");
    const { invocations } = JSON.parse(history.stdout) as { invocations: InvocationDocument[] };
    expect(invocations.map((one) => [one.id, one.bills])).toEqual([[id, [reference]]]);
  });

  test("for a person in a short line, per million calls; of many calls the mean of each start", async () => {
    const where = await files({});
    const workers = ["--platform", "edge-reference", "--platform", "cloudflare-workers"];
    const one = await coldframe(["invoke", HELLO, ...workers], where);
    expect(one.stdout).toMatch(
      /^\$\d+\.\d+ per million calls on edge-reference · \$\d+\.\d+ on cloudflare-workers \(CPU time estimated\)$/m,
    );
    const many = await coldframe(["invoke", HELLO, "--repeat", "3", ...workers], where);
    expect(many.stdout).toMatch(/^per million calls on edge-reference: cold \$\d+\.\d+ · warm \$\d+\.\d+$/m);
    const unknown = await coldframe(["invoke", HELLO, "--platform", "geocities"], where);
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/^coldframe: there is no price list of "geocities"/);
  });
});

describe("a price list of one's own", () => {
  const edge = { platform: "our-edge", region: null, title: "Our edge", allowances: [], notes: [], limits: {} };

  async function homeWith(list: object) {
    const where = await files({ "usage.json": CALL });
    await mkdir(join(where.home, "price-lists"));
    await writeFile(join(where.home, "price-lists", "ours.json"), JSON.stringify(list));
    return where;
  }

  function priceOf(usd: unknown) {
    const rung = { upTo: null, usd, per: "1", source: "contract 4711", readOn: "2026-11", confidence: "V" };
    const meters = [
      { id: "requests", item: "Requests", unit: "request", quantity: { kind: "requests" }, ladder: [rung] },
    ];
    const memory = { kind: "fixed", mb: 128 };
    return { schema: "coldframe/price-list@1", date: "2026-11", currency: "USD", memory, meters, ...edge };
  }

  test("prices wherever prices are asked for, by its platform's name", async () => {
    const where = await homeWith(priceOf("0.000001"));
    const { bills, ownPriceLists } = await document(["--usage", "usage.json", "--platform", "our-edge"], where);
    expect(bills.map(({ priceList, usd }) => [priceList, usd])).toEqual([["our-edge@2026-11", "0.000001"]]);
    expect(ownPriceLists).toEqual([{ name: "our-edge", file: join(where.home, "price-lists", "ours.json") }]);
    const human = await coldframe(["cost", "--usage", "usage.json", "--platform", "our-edge"], where);
    expect(human.stdout).toMatch(
      /^our-edge · \$1\.00 per million calls · our-edge@2026-11 in price-lists\/ours\.json$/m,
    );
    const month = await coldframe(["project", "--rps", "1", "--usage", "usage.json", "--platform", "our-edge"], where);
    expect(month.stdout).toMatch(/^our-edge +\$2\.63 +\$1\.00 +\$1\.00 +our-edge@2026-11$/m);
    const invoked = await coldframe(["invoke", HELLO, "--platform", "our-edge"], where);
    expect(invoked.stdout).toMatch(/^\$1\.00 per million calls on our-edge$/m);
  });

  test.each([
    ["cost", "--usage", "usage.json", "--platform", "edge-reference"],
    ["invoke", HELLO],
    ["history", "--json"],
    ["project", "--rps", "1", "--usage", "usage.json"],
    ["tune", HELLO],
    ["check", HELLO, "--max-usd-per-million", "1"],
    ["calibrate", "fastly-compute"],
  ])("that is malformed stops %s with one line that names file and field", async (...args) => {
    const where = await homeWith(priceOf(-1));
    const run = await coldframe(args, where);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(
      /^coldframe: the price list .*price-lists\/ours\.json: meters\[0\]\.ladder\[0\]\.usd: write the number as text.*\n$/,
    );
  });
});

describe("what is wrong is exit 2, with one line that says where", () => {
  test.each<readonly [args: readonly string[], line: RegExp]>([
    [[], /give the call once: its id .* a function to call, or --usage file\.json/],
    [["01930e4f", "--usage", "usage.json"], /give the call once/],
    [["01930e4f"], /no invocation has this id/],
    [["--usage", "nowhere.json"], /--usage: can't read 'nowhere\.json': no such file/],
    [["--usage", "negative.json"], /--usage 'negative\.json': \[1\]\.cpuMs: use a number from 0 to 1,000,000,000/],
    [["--usage", "nan.json"], /--usage 'nan\.json': durationMs: /],
    [["--usage", "endless.json"], /--usage 'endless\.json': requests: use a number from 0 to 1,000,000,000,000,000/],
    [["--usage", "typo.json"], /--usage 'typo\.json': the whole: .*"durationms"/],
    [["--usage", "nothing.json"], /--usage 'nothing\.json': the whole: /],
    [["--usage", "no-cpu.json"], /--usage 'no-cpu\.json': cpuMs: is missing, and cloudflare-workers bills it/],
    [["--usage", "mixed.json"], /--usage 'mixed\.json': \[1\]\.requests: is missing, and others have it/],
    [["--usage", "usage.json", "--platform", "geocities"], /there is no price list of "geocities": use one of/],
    [["--usage", "usage.json", "--platform", "fermyon-cloud"], /fermyon-cloud can't be priced: /],
    [["--usage", "usage.json", "--json", "--csv"], /--json and --csv exclude each other/],
    [["--usage", "usage.json", "--memory", "256"], /--memory says how a function is called/],
  ])("%j", async (args, line) => {
    const where = await files({
      "usage.json": CALL,
      "negative.json": [CALL, { ...CALL, cpuMs: -1 }],
      "nan.json": { ...CALL, durationMs: "NaN" },
      "endless.json": { ...CALL, requests: 1e300 },
      "typo.json": { ...CALL, durationms: 5 },
      "nothing.json": [],
      "no-cpu.json": { durationMs: 5, memoryMb: 128 },
      "mixed.json": [{ ...CALL, requests: 5 }, CALL],
    });
    const run = await coldframe(["cost", ...args], where);
    expect(run.stderr).toMatch(line);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});
