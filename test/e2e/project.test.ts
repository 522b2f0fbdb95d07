import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const CALL = { durationMs: 42.5, cpuMs: 7, memoryMb: 128, observedMemoryMb: 20, egressBytes: 12_000 };

interface Document {
  readonly schema: string;
  readonly calls: readonly { share: string; start: string; egressBytes: number }[];
  readonly months: readonly {
    month: string;
    requests: string;
    peakRps: string;
    coldShare: number;
    platforms: readonly {
      name: string;
      usd: string;
      averageUsdPerMillion: string;
      bill: { lines: { usd: string }[] };
    }[];
    servers: readonly { baseline: string; usd: string; servers: string }[];
  }[];
  readonly breakEvens: readonly unknown[];
  readonly baselines: readonly { id: string; prices: readonly { usd: string; confidence: string }[] }[];
  readonly architectures: readonly { id: string; measuredStart: { ms: number; start: string } | null }[];
}

/** Files of one test, by name, in a folder that is gone after it. */
async function files(contents: Readonly<Record<string, unknown>>): Promise<{ home: string; cwd: string }> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(contents)) {
    await writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return { home: join(folder, "home"), cwd: folder };
}

async function document(args: readonly string[], where: { home: string; cwd: string }): Promise<Document> {
  const run = await coldframe(["project", ...args, "--json"], where);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(run.stdout) as Document;
}

test("a month at a rate: bills, servers, break-even, architectures and cases, in dollars", async () => {
  const run = await coldframe(["project", "--rps", "40", "--usage", "usage.json"], await files({ "usage.json": CALL }));
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(
    /^40 req\/s on average · peak 40 req\/s, 1\.7 calls at once · 105,120,000 requests in 730 hours/,
  );
  // 5 + 95.12 M × 0.30/M + (735.84 M - 30 M) CPU-ms × 0.02/M
  expect(run.stdout).toMatch(/^cloudflare-workers +\$47\.65 +\$0\.453 +\$0\.44 +cloudflare-workers@/m);
  expect(run.stdout).toMatch(/^servers cost less from +fly-shared-1x/m);
  expect(run.stdout).toMatch(/^Serverless edge +800 ms .* per request .*\$1,017\.56/m);
  expect(run.stdout).toMatch(/saves 92\.4561 %, as quoted/);
  expect(run.stdout).toMatch(/730 hours; rates are its mean/);
});

test("the document says the same in exact decimals, and only of what was chosen", async () => {
  const where = await files({
    "usage.json": [
      { ...CALL, requests: 3 },
      { ...CALL, start: "cold", initMs: 90, requests: 1 },
    ],
  });
  const chosen = ["--platform", "cloudflare-workers", "--baseline", "ec2-t4g-small"];
  const found = await document(["--rps", "10", "--usage", "usage.json", ...chosen], where);
  expect(found.schema).toBe("coldframe/projection@1");
  expect(found.calls.map(({ share, start }) => [start, share])).toEqual([
    ["warm", "0.75"],
    ["cold", "0.25"],
  ]);
  const [month] = found.months;
  expect(month).toMatchObject({ month: "average month", requests: "26280000", coldShare: 0.25 });
  expect(month?.platforms).toHaveLength(1);
  expect(month?.platforms[0]).toMatchObject({ name: "cloudflare-workers", usd: "12.9632" });
  expect(month?.servers.map(({ baseline }) => baseline)).toEqual(["ec2-t4g-small"]);
  expect(found.breakEvens).toHaveLength(1);
  expect(found.baselines.map(({ id, prices }) => [id, prices[0]?.usd, prices[0]?.confidence])).toEqual([
    ["ec2-t4g-small", "0.0168", "V"],
  ]);

  const changed = await document(
    ["--rps", "10", "--usage", "usage.json", "--cold-share", "2%", "--response-bytes", "5", ...chosen],
    where,
  );
  expect(changed.months[0]?.coldShare).toBe(0.02);
  expect(changed.calls.every(({ egressBytes }) => egressBytes === 5)).toBe(true);
});

test("a recorded call, with how it really started beside the reference's 800 ms", async () => {
  const where = await files({});
  const call = await coldframe(["invoke", join(EXAMPLES, "hello"), "--start", "cold", "--json"], where);
  const { id } = JSON.parse(call.stdout) as { id: string };
  const { architectures, calls } = await document([id, "--rps", "1", "--cold-share", "0"], where);
  expect(calls).toHaveLength(1);
  const measured = architectures.map(({ id: name, measuredStart }) => [name, measuredStart?.start ?? null]);
  expect(measured).toEqual([
    ["physical", null],
    ["virtualised", null],
    ["container", null],
    ["serverless-edge", "cold"],
  ]);
  expect(architectures.at(-1)?.measuredStart?.ms).toBeGreaterThan(0);
});

describe("traffic from a file", () => {
  test("counted minutes are billed by calendar months of UTC", async () => {
    const day = (date: string) =>
      Array.from({ length: 24 }, (_, hour) => `${date}T${String(hour).padStart(2, "0")}:00Z,3600`);
    const where = await files({
      "usage.json": CALL,
      "hours.csv": ["time,requests", ...day("2026-01-31"), ...day("2026-02-01")].join("\n"),
    });
    const args = ["--traffic", "hours.csv", "--usage", "usage.json"];
    const { months } = await document(args, where);
    expect(months.map(({ month, requests, peakRps }) => [month, requests, peakRps])).toEqual([
      ["2026-01", "86400", "1"],
      ["2026-02", "86400", "1"],
    ]);
    const run = await coldframe(["project", ...args], where);
    expect(run.stdout).toMatch(/platform +together +cheapest month +dearest month/);
    expect(run.stdout).toMatch(/^cloudflare-workers +\$10\.00 +\$5\.00 +\$5\.00$/m);
    expect(run.stdout).toContain("Not counted in full: 2026-01, 2026-02.");
  });

  test("a shape of one's own has its peak, and the rate that was given", async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 1 : 3));
    const where = await files({ "usage.json": CALL, "shape.json": { schema: "coldframe/traffic@1", hours } });
    const { months } = await document(["--rps", "8", "--traffic", "shape.json", "--usage", "usage.json"], where);
    expect(months[0]).toMatchObject({ requests: "21024000", peakRps: "12" });
  });
});

test("as a table: a row for each platform and server, with the figures of the document", async () => {
  const where = await files({ "usage.json": CALL });
  const args = ["--rps", "40", "--usage", "usage.json"];
  const { months } = await document(args, where);
  const csv = await coldframe(["project", ...args, "--csv"], where);
  const [header, ...rows] = csv.stdout.trimEnd().split(/\r?\n/);
  expect(header).toBe(
    "month,kind,name,title,priceList,requests,usd,averageUsdPerMillion,marginalUsdPerMillion,servers,meanUtilisation,unfit",
  );
  const [month] = months;
  expect(rows).toHaveLength((month?.platforms.length ?? 0) + (month?.servers.length ?? 0));
  for (const { name, usd } of month?.platforms ?? []) {
    expect(rows.some((row) => row.startsWith(`average month,platform,${name},`) && row.includes(`,${usd},`))).toBe(
      true,
    );
  }
});

describe("what is wrong is exit 2, with one line that says where", () => {
  test.each<readonly [args: readonly string[], line: RegExp]>([
    [["--rps", "-1", "--usage", "usage.json"], /--rps '-1': use a number from 0 on/],
    [["--rps", "NaN", "--usage", "usage.json"], /--rps 'NaN'/],
    [["--rps", "1e400", "--usage", "usage.json"], /--rps '1e400'/],
    [["--usage", "usage.json"], /how many requests come\? Use --rps N, or --traffic file/],
    [["--rps", "1"], /give the calls once: --usage file\.json, or the id/],
    [["01930e4f", "--rps", "1", "--usage", "usage.json"], /give the calls once/],
    [["01930e4f", "--rps", "1"], /no invocation has this id/],
    [["--rps", "1", "--usage", "nowhere.json"], /--usage: can't read 'nowhere\.json': no such file/],
    [["--rps", "1", "--usage", "broken.json"], /broken\.json:1:2: --usage is not valid JSON/],
    [["--rps", "1", "--usage", "negative.json"], /--usage 'negative\.json': \[1\]\.cpuMs/],
    [["--rps", "1", "--usage", "nan.json"], /--usage 'nan\.json': durationMs/],
    [
      ["--rps", "1", "--usage", "usage.json", "--platform", "geocities"],
      /there is no price list of "geocities": use one of/,
    ],
    [["--rps", "1", "--usage", "usage.json", "--platform", "akamai-edgeworkers"], /akamai-edgeworkers can't be priced/],
    [
      ["--rps", "1", "--usage", "usage.json", "--baseline", "ec2-huge"],
      /--baseline 'ec2-huge': there is no price of it/,
    ],
    [["--rps", "1", "--usage", "usage.json", "--cold-share", "101%"], /--cold-share '101%': use a share from 0 to 1/],
    [
      ["--rps", "1", "--usage", "usage.json", "--cold-share", "60%", "--prewarmed-share", "60%"],
      /--cold-share and --prewarmed-share are more than 100 % together/,
    ],
    [["--rps", "1", "--usage", "usage.json", "--utilisation", "0"], /--utilisation 0: use more than 0 %/],
    [["--rps", "1", "--usage", "usage.json", "--shape", "spiky"], /--shape 'spiky': use one of steady, daily/],
    [
      ["--rps", "1", "--usage", "usage.json", "--shape", "daily", "--traffic", "t.json"],
      /--shape and --traffic exclude/,
    ],
    [["--rps", "1", "--usage", "usage.json", "--json", "--csv"], /--json and --csv exclude each other/],
    [["--traffic", "t.json", "--usage", "usage.json"], /--traffic 't\.json': hours: has to be 24 weights/],
  ])("%j", async (args, line) => {
    const where = await files({
      "usage.json": CALL,
      "broken.json": "{oops",
      "negative.json": [CALL, { ...CALL, cpuMs: -1 }],
      "nan.json": { ...CALL, durationMs: null },
      "t.json": { schema: "coldframe/traffic@1", hours: [1, 2] },
    });
    const run = await coldframe(["project", ...args], where);
    expect(run.stderr).toMatch(line);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});
