import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CheckDocument } from "../../main/workbench/cost/check-document";
import type { TuningDocument } from "../../main/workbench/cost/tuning-document";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");
/** Waits 20 ms, and answers with 40 kB that compress well. */
const WAITS = `export default async () => {
  await new Promise((done) => setTimeout(done, 20));
  return Response.json(Array.from({ length: 1000 }, (_, id) => ({ id, name: "tomato", price: 3 })));
};`;
const HUNGRY = `export default () => new Response(String(new Uint8Array(60 * 1024 * 1024).fill(1).length));`;

async function functionFile(source: string): Promise<string> {
  const file = join(await temporaryFolder(), "function.js");
  await writeFile(file, source);
  return file;
}

describe("tune", () => {
  test("tells what was measured from what is modelled, and chooses by both", async () => {
    const home = await temporaryFolder();
    const platforms = ["--platform", "edge-reference", "--platform", "aws-lambda", "--platform", "cloudflare-workers"];
    const args = ["tune", await functionFile(WAITS), "--tiers", "1769,128,512", "--runs", "5", ...platforms, "--json"];
    const run = await coldframe(args, { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { schema, runs, tiers, platforms: tuned, advice } = JSON.parse(run.stdout) as TuningDocument;
    expect({ schema, runs }).toEqual({ schema: "coldframe/tuning@1", runs: 5 });
    expect(tiers.map(({ memoryMb, outcome, n }) => [memoryMb, outcome, n])).toEqual([
      [128, "ok", 5],
      [512, "ok", 5],
      [1769, "ok", 5],
    ]);
    for (const { measured } of tiers) {
      expect(measured?.executionUs?.min).toBeGreaterThanOrEqual(19_000);
      expect(measured?.activeCpuUs?.p50).toBeLessThan(measured?.executionUs?.p50 ?? 0);
    }
    const [reference, lambda, workers] = tuned;
    expect(reference?.tiers.map(({ basis, offered }) => [basis, offered])).toEqual([
      ["measured", true],
      ["measured", true],
      ["measured", false],
    ]);
    // A wait takes as long with any memory: the smallest is the cheapest.
    expect(reference?.choice?.cheapest).toBe(128);
    expect(lambda?.tiers.map(({ basis }) => basis)).toEqual(["modelled", "modelled", "modelled"]);
    expect(lambda?.tiers.map(({ cpuShare }) => cpuShare)).toEqual([128 / 1769, 512 / 1769, 1]);
    const times = lambda?.tiers.map(({ durationMs }) => durationMs.mean) ?? [];
    expect(times[0]).toBeGreaterThan(times[2] ?? Infinity);
    expect(lambda?.choice).not.toBeNull();
    expect(workers?.choice).toBeNull();
    const kinds = advice.map(({ kind }) => kind);
    expect(kinds).toEqual(["billed-waits", "compressible-response"]);
    const waits = advice.find((piece) => piece.kind === "billed-waits");
    expect(waits?.freeOn).toEqual(["cloudflare-workers"]);
  });

  test("advises requests that wait for each other to begin together, with what they took", async () => {
    const home = await temporaryFolder();
    const server = createServer((request, response) => {
      setTimeout(() => response.end("x"), request.url === "/short" ? 15 : 40);
    });
    onTestFinished(() => void server.close());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const entry = await functionFile(`export default async () => {
      await (await fetch("http://${host}/short")).text();
      return new Response(await (await fetch("http://${host}/long")).text());
    };`);
    const options = ["--tiers", "128", "--runs", "5", "--platform", "aws-lambda", "--allow-net", host];
    const run = await coldframe(["tune", entry, ...options], { home });
    expect(run.stdout).toMatch(
      /Its 2 requests took [\d.]+ ms; .* begun together they take [\d.]+ ms, as long as the longest/,
    );
  });

  test("marks a size that runs out of memory, and prices the others", async () => {
    const home = await temporaryFolder();
    const args = ["tune", await functionFile(HUNGRY), "--tiers", "32,256", "--runs", "5", "--platform", "aws-lambda"];
    const run = await coldframe(args, { home });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/32 MB +0 .* out-of-memory/);
    expect(run.stdout).toMatch(/256 MB +14\.5 % .* cheapest, fastest, balanced/);
    expect(run.stdout).toMatch(/measured on this machine/);
    expect(run.stdout).toMatch(/time modelled: 1 vCPU from 1,769 MB/);
    const alone = await coldframe([...args.slice(0, 3), "32", ...args.slice(4)], { home });
    expect(alone.code).toBe(1);
    expect(alone.stderr).toMatch(/out of memory at every size: add larger ones with --tiers/);
  });

  test("as CSV has a row for each size and platform", async () => {
    const home = await temporaryFolder();
    const args = ["tune", HELLO, "--tiers", "128,256", "--runs", "5", "--platform", "aws-lambda", "--csv"];
    const run = await coldframe(args, { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const [header = "", ...rows] = run.stdout.trimEnd().split("\r\n");
    expect(header).toMatch(/^platform,region,priceList,memoryMb,.*,usd,usdLow,usdHigh,choice$/);
    expect(rows.map((row) => row.split(",").slice(0, 4).join(","))).toEqual([
      "aws-lambda,us-east-1,aws-lambda@2026-10,128",
      "aws-lambda,us-east-1,aws-lambda@2026-10,256",
    ]);
    for (const row of rows) expect(row.split(",")).toHaveLength(header.split(",").length);
  });

  test("where the numbers advise nothing, says so and what was looked at", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile("export default () => new Response('hi')");
    const run = await coldframe(["tune", entry, "--tiers", "128", "--runs", "5", "--platform", "aws-lambda"], { home });
    expect(run.stdout).toMatch(
      /no advice: these numbers leave nothing to save\nWaits: its code did not run for .*: below/,
    );
    expect(run.stdout).toMatch(
      /\nInit: .*\nMemory: 128 MiB are configured, .*\nCompression: brotli makes 6 B of .* 2 B/,
    );
  });

  test("a function that fails is exit 1, and says at which size and why", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile(`export default () => { throw new Error("no soil"); }`);
    const run = await coldframe(["tune", entry, "--tiers", "128", "--json"], { home });
    expect(run.code).toBe(1);
    expect(run.stderr).toBe("coldframe: the function failed at 128 MB with handler-threw: Error: no soil\n");
    expect(JSON.parse(run.stdout)).toMatchObject({ tiers: [{ outcome: "threw", n: 0, measured: null }] });
    const history = await coldframe(["history"], { home });
    expect(history.stderr).toMatch(/no calls yet/);
  });
});

describe("check", () => {
  test("within its budgets a function is exit 0, and each figure says of how many runs it is", async () => {
    const home = await temporaryFolder();
    const budgets = ["--max-bytes", "100000", "--max-usd-per-million", "1000", "--max-cold-ms", "60000"];
    const run = await coldframe(["check", HELLO, ...budgets], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/max-bytes within: \d+ bytes, budget 100,000/);
    expect(run.stdout).toMatch(
      /max-cold-ms within: .* ms, budget 60,000 ms \(median of 21 cold starts, 95 % between .* and .*\)/,
    );
    expect(run.stdout).toMatch(
      /max-usd-per-million within: \$[\d.]+ on edge-reference, budget \$1,000\.00 \(mean of \d+ warm runs/,
    );
  });

  test("a budget that is exceeded is exit 1, and the document says which", async () => {
    const home = await temporaryFolder();
    const platforms = ["--platform", "aws-lambda", "--platform", "cloudfront-functions"];
    const args = ["check", HELLO, "--max-usd-per-million", "0.15", ...platforms, "--max-bytes", "10", "--json"];
    const run = await coldframe(args, { home });
    expect(run).toMatchObject({ code: 1, stderr: "" });
    const document = JSON.parse(run.stdout) as CheckDocument;
    expect(document).toMatchObject({ schema: "coldframe/check@1", ok: false, failure: null });
    expect(document.budgets).toMatchObject([
      { budget: "max-bytes", ok: false, limit: 10 },
      { budget: "max-usd-per-million", platform: "aws-lambda", ok: false, basis: "modelled", limit: "0.15" },
      { budget: "max-usd-per-million", platform: "cloudfront-functions", ok: true, found: "0.1" },
    ]);
    for (const verdict of document.budgets.slice(1)) expect(verdict.n).toBeGreaterThanOrEqual(20);
  });

  test("an error's answer is measured, and said to be one", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile("export default () => new Response('no', { status: 404 })");
    const run = await coldframe(["check", entry, "--max-usd-per-million", "1000", "--json"], { home });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^the function answered 404, and that is what was measured/);
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 404 });
  });

  test("a function that fails is exit 1", async () => {
    const home = await temporaryFolder();
    const entry = await functionFile("export default () => {}");
    const run = await coldframe(["check", entry, "--max-usd-per-million", "1"], { home });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/failed: a warm start ended with invalid-response/);
  });
});

describe("calibrate", () => {
  test("fits, keeps, applies, shows and forgets", async () => {
    const home = await temporaryFolder();
    const csv = join(home, "pairs.csv");
    await writeFile(csv, "local,deployed\n10,13\n20,27\n");
    const fitted = await coldframe(["calibrate", "cloudflare-workers", "--pairs", csv, "--pair", "30:40"], { home });
    expect(fitted).toMatchObject({ code: 0, stderr: "" });
    expect(fitted.stdout).toMatch(/cloudflare-workers +calibrated × 1\.34 ± 0\.04, n = 3/);
    const listed = await coldframe(["calibrate", "--json"], { home });
    expect(JSON.parse(listed.stdout)).toMatchObject({
      schema: "coldframe/calibrations@1",
      calibrations: [{ platform: "cloudflare-workers", n: 3, pairs: [{ localMs: 30, deployedMs: 40 }, {}, {}] }],
    });
    const tuned = await coldframe(
      ["tune", HELLO, "--tiers", "128", "--runs", "5", "--platform", "cloudflare-workers", "--platform", "aws-lambda"],
      { home },
    );
    expect(tuned.stdout).toMatch(/cloudflare-workers .* CPU time calibrated × 1\.34 ± 0\.04, n = 3/);
    expect(tuned.stdout).not.toMatch(/aws-lambda.*calibrated/);
    const removed = await coldframe(["calibrate", "cloudflare-workers", "--remove"], { home });
    expect(removed).toMatchObject({ code: 0 });
    expect((await coldframe(["calibrate", "--json"], { home })).stdout).toContain('"calibrations":[]');
  });
});
