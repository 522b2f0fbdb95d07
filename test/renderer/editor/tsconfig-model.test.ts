import { expect, test } from "vitest";
import { extendedBy, nearestConfig, optionsOf } from "../../../renderer/features/editor/tsconfig-model";

test("the nearest configuration holds, the folder's own before those above", () => {
  const configs = new Set(["tsconfig.json", "shop/tsconfig.json"]);
  expect(nearestConfig("shop/src/index.ts", configs)).toBe("shop/tsconfig.json");
  expect(nearestConfig("other/index.ts", configs)).toBe("tsconfig.json");
  expect(nearestConfig("shopping/index.ts", new Set(["shop/tsconfig.json"]))).toBeNull();
});

test("what is extended is looked for where the bundler looks: beside it, and in the packages of its folder and above", () => {
  const bases = (path: string, value: unknown) => extendedBy({ path, text: JSON.stringify({ extends: value }) });
  expect(bases("shop/tsconfig.json", "../base")).toEqual([["base.json", "base/tsconfig.json"]]);
  expect(bases("shop/tsconfig.json", ["./a.json", "@tsconfig/node24/tsconfig.json"])).toEqual([
    ["shop/a.json"],
    ["shop/node_modules/@tsconfig/node24/tsconfig.json", "node_modules/@tsconfig/node24/tsconfig.json"],
  ]);
  expect(bases("tsconfig.json", "../outside.json")).toEqual([[]]);
  expect(bases("tsconfig.json", undefined)).toEqual([]);
  expect(bases("tsconfig.json", 7)).toEqual([]);
});

test("paths are those of the configuration that says them, whichever extends it", () => {
  const base = { path: "base/tsconfig.json", text: '{ "compilerOptions": { "paths": { "~/*": ["./lib/*"] } } }' };
  const own = { path: "shop/tsconfig.json", text: '{ "compilerOptions": { "strict": true } }' };
  expect(optionsOf([base, own])).toEqual({
    paths: { "~/*": ["file:///base/lib/*"] },
    strict: true,
    noImplicitAny: true,
  });
  const based =
    '{ "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["*", "../../up/*", "../../../out/*"] } } }';
  expect(optionsOf([{ path: "shop/tsconfig.json", text: based }])).toEqual({
    baseUrl: "file:///shop/src",
    paths: { "@/*": ["file:///shop/src/*", "file:///up/*"] },
  });
});

test("comments and trailing commas are allowed, and what the sandbox decides is not the configuration's to say", () => {
  const text = `{
    // A browser's types would promise what is not there.
    "compilerOptions": { "lib": ["DOM"], "types": ["node"], "target": "es5", "outDir": "out", "jsx": "React-JSX",
      "jsxImportSource": "hono/jsx", "noUnusedLocals": "yes", "checkJs": true, },
  }`;
  expect(optionsOf([{ path: "tsconfig.json", text }])).toEqual({ jsx: 4, jsxImportSource: "hono/jsx", checkJs: true });
});

test.each(["", "{", "[]", "null", '{ "compilerOptions": 7 }', '{ "compilerOptions": { "paths": [1] } }'])(
  "%j says nothing, and breaks nothing",
  (text) => {
    expect(optionsOf([{ path: "tsconfig.json", text }])).toEqual({});
    expect(extendedBy({ path: "tsconfig.json", text })).toEqual([]);
  },
);
