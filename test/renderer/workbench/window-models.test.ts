import { describe, expect, test } from "vitest";
import type { PoolState, SandboxState } from "../../../runtime/model";
import { nameProblem, suggestName } from "../../../renderer/workbench/function-name";
import { summarizePool } from "../../../renderer/workbench/pool-dots";
import { shownTheme } from "../../../renderer/workbench/theme-model";

describe("a new function's name", () => {
  test("is the example's, numbered where that is taken", () => {
    expect(suggestName("hello", [])).toBe("hello");
    expect(suggestName("hello", ["hello", "hello-2"])).toBe("hello-3");
  });

  test("says what is wrong with it", () => {
    expect(nameProblem("orders", ["hello"])).toBeNull();
    expect(nameProblem("", [])).toMatch(/needs a name/);
    expect(nameProblem("../orders", [])).toMatch(/Letters, digits/);
    expect(nameProblem(".hidden", [])).toMatch(/Letters, digits/);
    expect(nameProblem("hello", ["hello"])).toMatch(/there already/);
    expect(nameProblem("x".repeat(61), [])).toMatch(/Sixty/);
  });
});

describe("the theme that is shown", () => {
  test("is the user's, or the system's where they follow it", () => {
    const light = { dark: false, moreContrast: false };
    expect(shownTheme("system", light)).toBe("light");
    expect(shownTheme("system", { ...light, dark: true })).toBe("dark");
    expect(shownTheme("system", { dark: true, moreContrast: true })).toBe("high-contrast");
    expect(shownTheme("light", { dark: true, moreContrast: true })).toBe("light");
  });
});

describe("the pool in the title bar", () => {
  function pool(states: readonly SandboxState[], maxSandboxes: number, queued = 0): PoolState {
    return {
      sandboxes: states.map((state) => ({ state })),
      queued,
      options: { maxSandboxes },
    } as unknown as PoolState;
  }

  test("has a sign for each place, full ones first", () => {
    const summary = summarizePool(pool(["blank", "bound", "busy", "blank"], 6));
    expect([summary.full, summary.half, summary.empty]).toEqual(["●●", "◐◐", "○○"]);
    expect(summary.text).toBe("1 busy · 1 warm · 2 blank");
  });

  test("names what waits and what starts", () => {
    expect(summarizePool(pool(["starting"], 2, 3)).text).toBe("0 warm · 0 blank · 1 starting · 3 queued");
  });

  test("stays a line where the pool is large", () => {
    const states = Array.from({ length: 40 }, () => "bound" as const);
    const summary = summarizePool(pool(states, 64));
    expect((summary.full + summary.half + summary.empty).length).toBeLessThanOrEqual(12);
    expect(summary.text).toBe("40 warm · 0 blank");
  });
});
