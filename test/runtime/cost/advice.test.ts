import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInPriceLists } from "../../../runtime/cost";
import type { CallUsage, Pricing } from "../../../runtime/cost";
import { adviseCall } from "../../../runtime/cost/advice";
import type { Advice, AdviceFacts } from "../../../runtime/cost/advice";
import { adviceText } from "../../../runtime/cost/advice-text";
import { fetchWaits } from "../../../runtime/cost/fetch-waits";
import type { Span } from "../../../runtime/model";
import { usageOf } from "./samples";

const PRICING = { lists: builtInPriceLists, calibrationOf: () => null };

function facts(
  changes: Partial<Omit<AdviceFacts, "usage">> & { readonly usage?: Partial<CallUsage> } = {},
): AdviceFacts {
  return {
    fetches: null,
    bundle: null,
    compression: "no-body",
    ...changes,
    usage: usageOf({ durationMs: 10, cpuMs: 10, observedMemoryMb: 100, egressBytes: 500, ...changes.usage }),
  };
}

function adviceOf(given: AdviceFacts, pricing: Pricing): readonly Advice[] {
  return adviseCall(given, pricing).advice;
}

/** Why there is no advice of this kind. */
function whyNot(kind: Advice["kind"], given: AdviceFacts, pricing: Pricing = PRICING): string {
  return adviseCall(given, pricing).nothing.find((finding) => finding.kind === kind)?.why ?? "there is advice";
}

/** The only piece of advice, of this kind. */
function only<Kind extends Advice["kind"]>(kind: Kind, found: readonly Advice[]): Advice & { kind: Kind } {
  expect(found.map((advice) => advice.kind)).toEqual([kind]);
  const [advice] = found;
  if (advice?.kind !== kind) throw new Error(`no ${kind}`);
  return advice as Advice & { kind: Kind };
}

test("a call that leaves nothing to save gets no advice", () => {
  expect(adviceOf(facts(), PRICING)).toEqual([]);
});

test("what was looked at and advises nothing says so with its numbers", () => {
  const plain = facts({ usage: { durationMs: 8, cpuMs: 7, initMs: 40, memoryMb: 128 } });
  expect(adviseCall(plain, PRICING).nothing.map(({ kind }) => kind)).toEqual([
    "billed-waits",
    "heavy-init",
    "unused-memory",
    "compressible-response",
  ]);
  expect(whyNot("billed-waits", plain)).toMatch(/^its code did not run for 1\.00 ms of the call's 8\.00 ms: below 5/);
  expect(whyNot("billed-waits", facts({ usage: { durationMs: 100, cpuMs: 85 } }))).toMatch(/100 ms: below 20 %\.$/);
  expect(whyNot("heavy-init", plain)).toMatch(/^the top level runs 40\.0 ms: the version is not kept any more/);
  const modules = [{ path: "index.ts", bytes: 10_240 }];
  expect(whyNot("heavy-init", { ...plain, bundle: { bytes: 10_240, modules } })).toMatch(/0\.0 % of .* 10\.0 KiB are/);
  expect(whyNot("unused-memory", plain)).toMatch(/^128 MiB are configured, 100 MiB were held .* saves 5 %\.$/);
  const workers = { ...PRICING, lists: builtInPriceLists.filter(({ platform }) => platform === "cloudflare-workers") };
  expect(whyNot("unused-memory", plain, workers)).toMatch(/none of these platforms bills the memory/);
  const small = { contentType: "text/plain", bytes: 12, gzipBytes: 32, brotliBytes: 16 };
  expect(whyNot("compressible-response", { ...plain, compression: small })).toMatch(/^brotli makes 16 B of .* 12 B/);
  expect(whyNot("compressible-response", { ...plain, compression: "encoded" })).toMatch(/encoded already/);
});

describe("waits", () => {
  const slow = facts({
    usage: { durationMs: 100, cpuMs: 10 },
    fetches: { count: 2, togetherMs: 85, longestMs: 50 },
  });

  test("cost what the wall time without them would not: 90 ms × 128 MB on Lambda and on the reference model", () => {
    const { waitMs, savings, freeOn } = only("billed-waits", adviceOf(slow, PRICING));
    expect(waitMs).toBe(90);
    // 0.09 s × 0.125 GB × 0.0000166667 × 1,000,000, and 90 ms × 0.0000002 × 1,000,000.
    expect(savings.find(({ platform }) => platform === "aws-lambda")?.usdPerMillion).toBe("0.187500375");
    expect(savings.find(({ platform }) => platform === "edge-reference")?.usdPerMillion).toBe("18");
    expect(freeOn).toEqual(expect.arrayContaining(["cloudflare-workers", "fastly-compute"]));
    expect(freeOn).not.toContain("aws-lambda");
  });

  test("say what began together would take", () => {
    const { summary, remarks, amounts } = adviceText(only("billed-waits", adviceOf(slow, PRICING)));
    expect(summary).toMatch(/for 90\.0 ms of the call's 100 ms \(90\.0 %\)/);
    expect(remarks[0]).toMatch(/2 requests took 85\.0 ms; .* 50\.0 ms/);
    expect(amounts.join(" ")).toMatch(/\$18\.00? on edge-reference/);
  });

  test("are left out where they are short, a small part, or billed nowhere", () => {
    expect(adviceOf(facts({ usage: { durationMs: 4, cpuMs: 0 } }), PRICING)).toEqual([]);
    expect(adviceOf(facts({ usage: { durationMs: 100, cpuMs: 85 } }), PRICING)).toEqual([]);
    const lists = builtInPriceLists.filter(({ platform }) => platform === "cloudflare-workers");
    expect(adviceOf(slow, { ...PRICING, lists })).toEqual([]);
  });

  test("requests that overlap are counted once", () => {
    const fetch = (startUs: number, endUs: number): Span => ({
      name: "fetch",
      startUs,
      endUs,
      parent: 0,
      attributes: { "url.full": "https://example.com/" },
    });
    expect(fetchWaits([])).toBeNull();
    expect(fetchWaits([{ ...fetch(0, 3000), attributes: {} }])).toBeNull();
    expect(fetchWaits([fetch(2000, 5000), fetch(0, 3000), fetch(9000, 10_000)])).toEqual({
      count: 3,
      togetherMs: 6,
      longestMs: 3,
    });
  });
});

describe("init", () => {
  const modules = [
    { path: "index.ts", bytes: 1000 },
    { path: "node_modules/large/index.js", bytes: 6000 },
    { path: "node_modules/large/node_modules/@scope/inner/a.js", bytes: 2000 },
    { path: "node_modules/@scope/inner/b.js", bytes: 1000 },
  ];
  const heavy = facts({ usage: { initMs: 40 }, bundle: { bytes: 10_000, modules } });

  test("names the packages with their bytes, and what init costs a cold start", () => {
    const { packages, dependencyBytes, savings } = only("heavy-init", adviceOf(heavy, PRICING));
    expect(packages).toEqual([
      { name: "large", bytes: 6000 },
      { name: "@scope/inner", bytes: 3000 },
    ]);
    expect(dependencyBytes).toBe(9000);
    // 0.04 s × 0.125 GB × 0.0000166667 × 1,000,000.
    expect(savings.find(({ platform }) => platform === "aws-lambda")?.usdPerMillion).toBe("0.0833335");
    expect(savings.map(({ platform }) => platform)).not.toContain("cloudflare-workers");
  });

  test("is left out where it is short, where the function's own code is most of it, and where the bundle is not known", () => {
    expect(adviceOf({ ...heavy, usage: { ...heavy.usage, initMs: 4 } }, PRICING)).toEqual([]);
    expect(adviceOf({ ...heavy, bundle: { bytes: 20_000, modules } }, PRICING)).toEqual([]);
    expect(adviceOf({ ...heavy, bundle: null }, PRICING)).toEqual([]);
  });
});

describe("memory", () => {
  const waiting = { durationMs: 200, cpuMs: 2, memoryMb: 512, observedMemoryMb: 20 };
  const of = (usage: Partial<CallUsage>, platform: string) => {
    const lists = builtInPriceLists.filter((list) => list.platform === platform);
    const found = adviceOf(facts({ usage }), { ...PRICING, lists });
    return found.find((advice) => advice.kind === "unused-memory") ?? null;
  };

  test("on Lambda a wait is as long with less, and its little CPU time longer: 198 + 2 × 1769 ÷ 128 ms", () => {
    const advice = of(waiting, "aws-lambda");
    expect(advice?.savings).toMatchObject([{ memoryMb: 128, durationMs: 225.641, durationBeforeMs: 204.91 }]);
    if (advice === null) throw new Error("no advice");
    expect(adviceText(advice).amounts[0]).toMatch(
      /128 MiB holds it, saves .* takes 226 ms instead of 205 ms \(modelled\)/,
    );
  });

  test("where less memory is less processor, work that is all CPU saves nothing", () => {
    expect(of({ ...waiting, cpuMs: 200 }, "aws-lambda")).toBeNull();
    expect(of({ ...waiting, cpuMs: 200 }, "edge-reference")).not.toBeNull();
  });

  test("a size must hold the peak with a quarter to spare", () => {
    expect(of({ ...waiting, observedMemoryMb: 102.4 }, "edge-reference")?.savings[0]?.memoryMb).toBe(128);
    expect(of({ ...waiting, observedMemoryMb: 102.5 }, "edge-reference")?.savings[0]?.memoryMb).toBe(256);
    expect(of({ ...waiting, observedMemoryMb: 410 }, "edge-reference")).toBeNull();
    expect(of(waiting, "cloudflare-workers")).toBeNull();
  });
});

describe("compression", () => {
  const compression = { contentType: "application/json", bytes: 100_000, gzipBytes: 10_000, brotliBytes: 9955 };
  const large = facts({ usage: { egressBytes: 100_200 }, compression });

  test("saves the egress of what was really compressed, its headers taken off: 90,000 bytes at $0.09 a GB", () => {
    const { savedBytes, encoding, savings } = only("compressible-response", adviceOf(large, PRICING));
    expect([savedBytes, encoding]).toEqual([90_000, "br"]);
    expect(savings.find(({ platform }) => platform === "edge-reference")?.usdPerMillion).toBe("8.1");
  });

  test("is left out where it hardly helps", () => {
    expect(
      adviceOf({ ...large, compression: { ...compression, gzipBytes: 95_000, brotliBytes: 95_000 } }, PRICING),
    ).toEqual([]);
    expect(
      adviceOf({ ...large, compression: { ...compression, bytes: 300, gzipBytes: 100, brotliBytes: 90 } }, PRICING),
    ).toEqual([]);
    expect(adviceOf({ ...large, compression: "no-response" }, PRICING)).toEqual([]);
  });
});

test("no saving is more than the bill, or nothing", () => {
  const ms = fc.integer({ min: 0, max: 1_000_000 }).map((us) => us / 1000);
  const usage = fc.record({
    cpuMs: ms,
    durationMs: ms,
    initMs: ms,
    memoryMb: fc.integer({ min: 16, max: 4096 }),
    observedMemoryMb: fc.integer({ min: 1, max: 128 }),
    egressBytes: fc.integer({ min: 0, max: 1e7 }),
    ingressBytes: fc.integer({ min: 0, max: 1e7 }),
  });
  const compression = fc.record({
    contentType: fc.constant("text/html"),
    bytes: fc.integer({ min: 1, max: 1e6 }),
    gzipBytes: fc.integer({ min: 1, max: 1e6 }),
    brotliBytes: fc.integer({ min: 1, max: 1e6 }),
  });
  const bundle = { bytes: 10, modules: [{ path: "node_modules/a/index.js", bytes: 10 }] };
  fc.assert(
    fc.property(usage, compression, (used, compressed) => {
      for (const advice of adviceOf(facts({ usage: used, compression: compressed, bundle }), PRICING)) {
        for (const { share, usdPerMillion } of advice.savings) {
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(Number(usdPerMillion)).toBeGreaterThan(0);
        }
        expect(adviceText(advice).summary).not.toMatch(/NaN|undefined|Infinity/);
      }
    }),
  );
});
