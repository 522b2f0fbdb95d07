import { expect, test } from "vitest";
import { grownBytes, grownInit, grownSpan } from "../../../../main/workbench/cost/growth";
import type { ModuleTime, TopLevel } from "../../../../runtime/model";
import { sampleProfile, sampleStart } from "../profile/sample-profile";

const BASELINE = sampleProfile([1000, 1000, 1000]);

test("the span whose median grew most is named", () => {
  const slower = [9000, 1000, 9000].map((wallUs, index) =>
    sampleStart(index + 4, wallUs, { spans: { bind: 5200, handler: wallUs - 5250, compile: 600, unaccounted: 50 } }),
  );
  expect(grownSpan(BASELINE, { starts: ["prewarmed"], samples: slower }, "prewarmed")).toEqual({
    ...{ kind: "span", name: "bind", unit: "us", before: 200, after: 5200 },
  });
  expect(grownSpan(BASELINE, { starts: ["prewarmed"], samples: BASELINE.samples }, "prewarmed")).toBeNull();
  expect(grownSpan(BASELINE, { starts: ["cold"], samples: [] }, "cold")).toBeNull();
});

test("the module or package that grew most in the bundle is named, also a new one", () => {
  const hono = ["index", "router"].map((name) => ({ path: `node_modules/hono/${name}.js`, bytes: 200 }));
  expect(grownBytes(BASELINE, [...hono, { path: "index.ts", bytes: 100 }])).toEqual({
    ...{ kind: "package", name: "hono", unit: "bytes", before: 300, after: 400 },
  });
  expect(grownBytes(BASELINE, [...hono, { path: "big.json", bytes: 5000 }])).toMatchObject({
    ...{ kind: "module", name: "big.json", before: 0, after: 5000 },
  });
  expect(grownBytes(BASELINE, [{ path: "index.ts", bytes: 70 }])).toBeNull();
  expect(grownBytes(sampleProfile([1000], { topLevel: null }), hono)).toBeNull();
});

test("the module whose statements and parsing take longer is named", () => {
  const { topLevel } = BASELINE;
  if (topLevel === null) throw new Error("the sample has a top level");
  const slower = (module: ModuleTime): ModuleTime =>
    module.path === "index.ts" ? { ...module, initUs: 9200, selfInitUs: 8200 } : module;
  const grown: TopLevel = { ...topLevel, modules: topLevel.modules.map(slower) };
  expect(grownInit(BASELINE, grown)).toMatchObject({ kind: "module", name: "index.ts", unit: "us" });
  expect(grownInit(BASELINE, topLevel)).toBeNull();
});
