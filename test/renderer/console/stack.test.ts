import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../../preload/contract";
import { problemsOfCall } from "../../../renderer/features/console/call-model";
import { functionOf, relativePath } from "../../../renderer/bridge/functions";
import { parseStack, workspacePath } from "../../../renderer/features/console/stack-model";
import { sampleInvocation } from "../../main/workbench/sample-invocation";

const folderFunction = { path: "shop", entryFile: "shop/src/index.ts" };
const fileFunction = { path: "lib/hello.ts", entryFile: "lib/hello.ts" };
const rootFunction = { path: ".", entryFile: "index.ts" };

describe("a stack", () => {
  const stack = [
    "RangeError: too dear (at last:1:1)",
    "    at price (lib/price.ts:2:37)",
    "    at async Shop.checkout (src/index.ts:7:16)",
    "    at index.ts:1:2",
    "    at apply (native)",
    "    at dispatch (coldframe:guest:1:2)",
    "    at <anonymous> (node_modules/pkg/index.js:2:9) {",
    "  [cause]: Error: [",
    "      at first (lib/price.ts:3:4),",
    "      at last.ts:5:6 {",
    "",
  ].join("\n");

  it("names its places and loses nothing of its text", () => {
    const lines = parseStack(stack);
    const text = lines.map(({ before, frame, after }) => before + (frame?.text ?? "") + after).join("\n");
    expect(text).toBe(stack.trimEnd());
    expect(lines.map(({ frame }) => (frame === null ? null : `${frame.file}|${frame.line}|${frame.column}`))).toEqual([
      null,
      "lib/price.ts|2|37",
      "src/index.ts|7|16",
      "index.ts|1|2",
      null,
      null,
      "node_modules/pkg/index.js|2|9",
      null,
      "lib/price.ts|3|4",
      "last.ts|5|6",
    ]);
  });

  it("of any text is shown as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const shown = parseStack(text).map(({ before, frame, after }) => before + (frame?.text ?? "") + after);
        expect(shown.join("\n")).toBe(text.replace(/\s+$/, ""));
      }),
    );
  });

  it("leads into the workspace, and never out of it", () => {
    expect(workspacePath(folderFunction, "lib/price.ts")).toBe("shop/lib/price.ts");
    expect(workspacePath(folderFunction, "../shared/a.ts")).toBe("shared/a.ts");
    expect(workspacePath(folderFunction, "../../secret.ts")).toBeNull();
    expect(workspacePath(folderFunction, "/etc/passwd")).toBeNull();
    expect(workspacePath(fileFunction, "hello.ts")).toBe("lib/hello.ts");
    expect(workspacePath(rootFunction, "./index.ts")).toBe("index.ts");
    expect(relativePath("/w/space", "/w/space/a/b.ts")).toBe("a/b.ts");
    expect(relativePath("/w/space", "/w/spaceship/b.ts")).toBeNull();
    expect(relativePath(String.raw`C:\w`, String.raw`C:\w\a\b.ts`)).toBe("a/b.ts");
  });
});

describe("a failed call", () => {
  const info = {
    name: "shop",
    ...folderFunction,
    url: "http://shop.local/",
    takesEvents: null,
    language: "javascript" as const,
  };
  const workspace: Workspace = {
    folder: "/w",
    name: "w",
    isPlayground: false,
    functions: [info],
    examples: [],
    recentFolders: [],
  };
  const failed = (stack: string | null, entry = "/w/shop/src/index.ts") =>
    sampleInvocation({ entry, outcome: "threw", error: { code: "handler-threw", message: "too dear", stack } });

  it("is a problem at the first line of the user's own code", () => {
    const stack =
      "Error: too dear\n    at x (node_modules/pkg/i.js:1:1)\n    at price (lib/price.ts:2:37)\n    at y (src/index.ts:1:1)";
    expect(problemsOfCall(workspace, failed(stack))).toEqual([
      {
        severity: "error",
        source: "call",
        message: "too dear",
        place: { path: "shop/lib/price.ts", line: 2, column: 37 },
      },
    ]);
  });

  it("without a stack is a problem of the entry, and of nowhere when the function is of elsewhere", () => {
    expect(problemsOfCall(workspace, failed(null))[0]?.place).toEqual({
      path: "shop/src/index.ts",
      line: 1,
      column: 1,
    });
    expect(problemsOfCall(workspace, failed(null, "/other/index.ts"))[0]?.place).toBeNull();
  });

  it("is none when the user cancelled it, or when it went well", () => {
    expect(problemsOfCall(workspace, { ...failed(null), outcome: "interrupted" })).toEqual([]);
    expect(problemsOfCall(workspace, sampleInvocation())).toEqual([]);
  });

  it("belongs to the function whose entry it is", () => {
    expect(functionOf(workspace, { entry: "/w/shop/src/index.ts" })).toBe(info);
    expect(functionOf(workspace, { entry: "/w/shop/index.ts" })).toBeNull();
  });
});
