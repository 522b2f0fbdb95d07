import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseTier } from "../../../runtime/cost/tier-choice";
import type { TierCandidate } from "../../../runtime/cost/tier-choice";

/** A size whose time (milliseconds) and cost (dollars) are known to `noise` of themselves. */
function tier(memoryMb: number, ms: number, usd: number, noise = 0): TierCandidate {
  return {
    memoryMb,
    durationMs: { mean: ms, low: ms * (1 - noise), high: ms * (1 + noise) },
    usd: { mean: usd.toFixed(12), low: (usd * (1 - noise)).toFixed(12), high: (usd * (1 + noise)).toFixed(12) },
  };
}

describe("the choice of Lambda Power Tuning", () => {
  test("cheapest, fastest, and the least of half of each share", () => {
    // Shares of cost and time: 0.5 + 1 = 1.5, 0.6 + 0.4 = 1, 1 + 0.2 = 1.2.
    const tiers = [tier(128, 100, 0.5), tier(512, 40, 0.6), tier(1769, 20, 1)];
    expect(chooseTier(tiers)).toEqual({ cheapest: 128, fastest: 1769, balanced: 512 });
  });

  test("of sizes that cost the same the fastest is the cheapest, and of those that take the same the cheapest is the fastest", () => {
    expect(chooseTier([tier(128, 80, 1), tier(256, 40, 1), tier(512, 40, 2)])).toMatchObject({
      cheapest: 256,
      fastest: 256,
    });
  });

  test("a difference inside the noise chooses nothing", () => {
    // 2 % dearer and 16 times faster, known to 5 %: the same cost.
    expect(chooseTier([tier(128, 160, 1, 0.05), tier(2048, 10, 1.02, 0.05)])).toMatchObject({ cheapest: 2048 });
    // 2 % faster and twice as dear: the same time.
    expect(chooseTier([tier(128, 10, 1, 0.05), tier(256, 9.8, 2, 0.05)])).toMatchObject({ fastest: 128 });
  });

  test("no size is no choice, and one is all three", () => {
    expect(chooseTier([])).toBeNull();
    expect(chooseTier([tier(128, 10, 1)])).toEqual({ cheapest: 128, fastest: 128, balanced: 128 });
  });
});

test("without noise no size beats the chosen ones, whatever the order", () => {
  const sizes = fc.uniqueArray(
    fc.record({
      mb: fc.integer({ min: 1, max: 4096 }),
      ms: fc.integer({ min: 0, max: 1e6 }),
      usd: fc.integer({ min: 0, max: 1e6 }),
    }),
    { selector: ({ mb }) => mb, minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(sizes, (found) => {
      const tiers = found.map(({ mb, ms, usd }) => tier(mb, ms, usd));
      const choice = chooseTier(tiers);
      const of = (mb: number | undefined) => found.find((size) => size.mb === mb) ?? { ms: NaN, usd: NaN };
      expect(of(choice?.cheapest).usd).toBe(Math.min(...found.map(({ usd }) => usd)));
      expect(of(choice?.fastest).ms).toBe(Math.min(...found.map(({ ms }) => ms)));
      const [dearest, slowest] = [Math.max(...found.map(({ usd }) => usd)), Math.max(...found.map(({ ms }) => ms))];
      const score = ({ ms, usd }: { readonly ms: number; readonly usd: number }) =>
        (dearest === 0 ? 0 : usd / dearest) + (slowest === 0 ? 0 : ms / slowest);
      expect(score(of(choice?.balanced))).toBeCloseTo(Math.min(...found.map(score)), 9);
      const turned = chooseTier([...tiers].reverse());
      expect(of(turned?.cheapest).usd).toBe(of(choice?.cheapest).usd);
      expect(of(turned?.fastest).ms).toBe(of(choice?.fastest).ms);
    }),
  );
});
