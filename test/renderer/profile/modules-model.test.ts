import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moduleTree, modulesCsv, tiles } from "../../../renderer/features/profile/modules/treemap-model";
import { treemapPicture } from "../../../renderer/features/profile/modules/treemap-picture";
import { sourcePath } from "../../../renderer/features/profile/source-place";
import type { ModuleTime, TopLevel } from "../../../runtime/model";

function moduleTime(path: string, bytes: number, selfInitUs: number | null, name: string | null = null): ModuleTime {
  return { path, package: name, parent: null, bytes, initUs: selfInitUs, selfInitUs };
}

const TOP_LEVEL: TopLevel = {
  samplesUs: [1500],
  timed: { n: 5, wallUs: 2000, parseUs: 600, unaccountedUs: 100 },
  modules: [
    moduleTime("index.ts", 300, 40),
    moduleTime("data.json", 5000, null),
    moduleTime("node_modules/hono/dist/hono.js", 9000, 900, "hono"),
    moduleTime("node_modules/hono/dist/router.js", 4000, 360, "hono"),
  ],
  frozen: [],
};

describe("the treemap", () => {
  test("of init time adds up to the whole: with a share of parsing for each byte, and with what no module covers", () => {
    const placed = tiles(moduleTree(TOP_LEVEL, "init"), 800, 300);
    const groups = placed.filter(({ depth }) => depth === 1);
    expect(groups.map(({ data, value = 0 }) => [data.name, Math.round(value)])).toEqual([
      ["hono", 1260 + Math.round((600 * 13_000) / 18_300)],
      ["data.json", Math.round((600 * 5000) / 18_300)],
      ["unaccounted", 100],
      ["index.ts", 50],
    ]);
    expect(groups.reduce((sum, { value = 0 }) => sum + value, 0)).toBeCloseTo(TOP_LEVEL.timed.wallUs, 6);
  });

  test("leaves room for a package's name above its modules", () => {
    const placed = tiles(moduleTree(TOP_LEVEL, "bytes"), 800, 300);
    const top = placed.find(({ data }) => data.kind === "package")?.y0 ?? NaN;
    for (const { y0 } of placed.filter(({ data }) => data.kind === "packaged"))
      expect(y0).toBeGreaterThanOrEqual(top + 14);
  });

  test("of bytes holds data, too, and a package around its modules", () => {
    const placed = tiles(moduleTree(TOP_LEVEL, "bytes"), 800, 300);
    const hono = placed.find(({ data }) => data.kind === "package");
    const inside = placed.filter(({ data }) => data.kind === "packaged");
    expect(inside).toHaveLength(2);
    for (const { x0, x1, y0, y1 } of inside) {
      expect(x0).toBeGreaterThanOrEqual(hono?.x0 ?? NaN);
      expect(x1).toBeLessThanOrEqual(hono?.x1 ?? NaN);
      expect(y0).toBeGreaterThanOrEqual(hono?.y0 ?? NaN);
      expect(y1).toBeLessThanOrEqual(hono?.y1 ?? NaN);
    }
    expect(placed.some(({ data }) => data.name === "data.json")).toBe(true);
  });

  test("gives areas that are as their values, whatever these are", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1000, max: 100_000 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        const modules = sizes.map((bytes, index) => moduleTime(`m${index}.ts`, bytes, 1));
        const placed = tiles(moduleTree({ ...TOP_LEVEL, modules }, "bytes"), 4000, 4000);
        const whole = sizes.reduce((sum, size) => sum + size, 0);
        for (const { x0, x1, y0, y1, value = 0 } of placed) {
          const share = ((x1 - x0) * (y1 - y0)) / 4000 ** 2;
          // The gaps and the whole pixels take a little of each.
          expect(Math.abs(share - value / whole)).toBeLessThan(0.01);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("says a module's exact figures, and lets only the function's own be opened", () => {
    const { cells } = treemapPicture(TOP_LEVEL, "bytes", 800);
    const texts = cells.map(({ text }) => text);
    expect(texts).toContain("hono: 13,000 bytes in 2 modules; 71.0 %");
    expect(texts).toContain("data.json: 5,000 bytes, no statements: data, ≈ 164 µs of parsing; 27.3 %");
    expect(texts).toContain(
      "node_modules/hono/dist/hono.js (hono): 9,000 bytes, init 900 µs itself, 900 µs with what is loaded for it, ≈ 295 µs of parsing; 49.2 %",
    );
    expect(cells.flatMap(({ id }) => id ?? []).sort()).toEqual(["data.json", "index.ts"]);
  });

  test("leaves as CSV", () => {
    expect(modulesCsv(TOP_LEVEL).split("\r\n").slice(0, 3)).toEqual([
      "module,package,bytes,initUs,selfInitUs",
      "index.ts,,300,40,40",
      "data.json,,5000,,",
    ]);
  });
});

test("a module's file is found in the workspace, and one of a package or of elsewhere is not", () => {
  const workspace = {
    folder: "/work",
    name: "work",
    isPlayground: false,
    functions: [],
    examples: [],
    recentFolders: [],
  };
  const profile = { entry: "/work/api/src/index.ts" };
  expect(sourcePath(workspace, profile, "routes/./list.ts")).toBe("api/src/routes/list.ts");
  expect(sourcePath(workspace, profile, "../shared.ts")).toBe("api/shared.ts");
  expect(sourcePath(workspace, profile, "../../../elsewhere.ts")).toBeNull();
  expect(sourcePath(workspace, profile, "../node_modules/hono/dist/hono.js")).toBeNull();
  expect(sourcePath({ ...workspace, folder: "C:\\work" }, { entry: "C:\\work\\api\\index.ts" }, "a.ts")).toBe(
    "api/a.ts",
  );
});
