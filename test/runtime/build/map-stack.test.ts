import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundleFileName, createBuilder, mapPosition, mapStack } from "../../../runtime/build";
import type { Artifact } from "../../../runtime/model";
import { type Files, built, createProject, runInEngine } from "./project";

async function build(files: Files, entry = "."): Promise<Artifact> {
  using project = createProject(files);
  await using builder = createBuilder();
  return built(await builder.build(project.path(entry)));
}

/** The stack of what the artifact's top level throws in the engine, mapped. */
async function thrownStack(artifact: Artifact): Promise<string> {
  const error: unknown = await runInEngine(artifact).catch((reason: unknown) => reason);
  return mapStack((error as Error).stack ?? "", artifact);
}

/** 1-based line and column of a marker in a source. */
function place(source: string, marker: string): string {
  const before = source.slice(0, source.indexOf(marker)).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe("a stack of the engine", () => {
  const files = {
    "index.ts": [
      "/* one line more in the source than in the bundle */",
      "interface Order { total: number }",
      'import { price } from "./lib/price";',
      "export default checkout({ total: 1 });",
      "",
      "function checkout(order: Order): number {",
      "  const cost = order.total + price(1);",
      "  return cost;",
      "}",
    ].join("\n"),
    "lib/price.ts":
      'export function price(total: number): number {\n  const label: string = "überfällig 🌱🌱"; if (label && total > 0) throw new RangeError("too dear 漢字"); return total;\n}\n',
  };

  it("shows files, lines and columns of the sources, through TypeScript, modules and letters of several bytes", async () => {
    const stack = await thrownStack(await build(files));
    const frames = stack.trim().split("\n");
    expect(frames[0]?.trim()).toBe(`at price (lib/price.ts:${place(files["lib/price.ts"], "RangeError(")})`);
    expect(frames[1]?.trim()).toBe(`at checkout (index.ts:${place(files["index.ts"], "price(1)")})`);
    expect(frames[2]).toContain(`(index.ts:${place(files["index.ts"], "checkout({")})`);
  });

  it("shows a package's file by its package", async () => {
    const stack = await thrownStack(
      await build({
        "index.ts": 'import { fail } from "pkg";\nexport default fail();',
        "node_modules/pkg/index.js": 'exports.fail = function failing() {\n  throw new Error("no");\n};',
      }),
    );
    expect(stack).toMatch(/at failing \(node_modules\/pkg\/index\.js:2:\d+\)/);
    expect(stack).toContain("(index.ts:2:16)");
  });

  it("works for functions with odd names", async () => {
    const artifact = await build({ "a (1): b.js:1:1)\t.ts": 'throw new Error("x");' }, "a (1): b.js:1:1)\t.ts");
    expect(bundleFileName(artifact)).not.toMatch(/[():\t\n]/);
    expect(await thrownStack(artifact)).toContain("(a (1): b.js:1:1)\t.ts:1:11)");
  });

  it("maps the frames of the reasons that an error names, and keeps their braces where it leaves frames out", async () => {
    const artifact = await build({ "index.ts": 'export default () => { throw new Error("no"); };' });
    const code = new TextDecoder().decode(artifact.code).split("\n");
    const line = code.findIndex((each) => each.includes("throw")) + 1;
    const frame = `(${bundleFileName(artifact)}:${line}:${code[line - 1]?.indexOf("Error") ?? 0})`;
    const stack = [
      `    at outer ${frame}`,
      "    at apply (native)",
      "    at <anonymous> (coldframe:guest:1:2) {",
      "  [cause]: Error: inner",
      `      at inner ${frame} {`,
      "    [errors]: [",
      "      Error: first",
      `          at first ${frame}`,
      "          at <anonymous> (coldframe:guest:1:2),",
      "      Error: second",
      "          at parse (native),",
      "    ]",
      "  }",
      "}",
    ];
    const place = expect.stringMatching(/^index\.ts:1:\d+$/) as string;
    const lines = mapStack(stack.join("\n"), artifact).split("\n");
    const places = lines.flatMap((line) => /\((index.*?)\)/.exec(line)?.[1] ?? []);
    expect(places).toEqual([place, place, place]);
    expect(lines.map((line) => line.replace(/\(index.*?\)/, "@"))).toEqual([
      "    at outer @ {",
      "  [cause]: Error: inner",
      "      at inner @ {",
      "    [errors]: [",
      "      Error: first",
      "          at first @,",
      "      Error: second",
      "          at parse (native),",
      "    ]",
      "  }",
      "}",
    ]);
  });

  it("leaves out the guest's own Web APIs and keeps what it doesn't know", async () => {
    const artifact = await build(files);
    const stack = [
      "RangeError: too dear",
      "    at parse (native)",
      "    at <input>:1:2",
      "    at dispatch (coldframe:guest:1:2345)",
      "    at coldframe:guest:1:2",
      "    at x (other.js:1:1)",
      `    at far (${bundleFileName(artifact)}:9999:1)`,
      `    at none (${bundleFileName(artifact)}:0:0)`,
      `a message that names (${bundleFileName(artifact)}:3:1)`,
    ];
    const kept = stack.filter((line) => !line.includes("coldframe:guest"));
    expect(mapStack(stack.join("\n"), artifact)).toBe(kept.join("\n"));
  });

  it("leaves out the engine's frames beside those of the Web APIs, and keeps those beside the function's", async () => {
    const artifact = await build(files);
    const stack = [
      "TypeError: no",
      "    at handler (other.js:1:1)",
      "    at map (native)",
      "    at called (other.js:2:1)",
      "    at apply (native)",
      "    at apply (coldframe:guest:1:2)",
      "    at apply (native)",
      "    at outer (other.js:3:1)",
      "    at sort (native)",
    ].join("\n");
    expect(mapStack(stack, artifact)).toBe(
      [
        "TypeError: no",
        "    at handler (other.js:1:1)",
        "    at map (native)",
        "    at called (other.js:2:1)",
        "    at outer (other.js:3:1)",
        "    at sort (native)",
      ].join("\n"),
    );
  });
});

describe("any stack at all", () => {
  it("is mapped without an error, line for line", async () => {
    const artifact = await build({ "index.ts": "export default () => { throw new Error('x'); };" });
    const file = bundleFileName(artifact);
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.string(), fc.nat(), fc.nat())
        .map(([name, row, column]) => `    at ${name} (${file}:${row}:${column})`),
      fc.tuple(fc.bigInt(), fc.string()).map(([row, end]) => `    at ${file}:${row}:${row}${end}`),
      fc.constantFrom(`at (${file}:`, `at ${file}`, "at ", `    at (${file}:1:1`, `    at ${file}:1:1)`),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const stack = lines.join("\n");
        const wanted = stack.split("\n").filter((text) => !text.includes("coldframe:guest")).length;
        expect(mapStack(stack, artifact).split("\n")).toHaveLength(wanted);
      }),
    );
  });

  it("gives only positions that are in a source", async () => {
    const source = "export function a(x: number) {\n  return x;\n}\nexport default a(1);\n";
    const artifact = await build({ "index.ts": source });
    const lines = source.split("\n");
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 50 }), fc.integer({ min: -5, max: 200 }), (line, column) => {
        const position = mapPosition(artifact, line, column);
        if (position === null) return;
        expect(position.file).toBe("index.ts");
        expect(position.column - 1).toBeLessThanOrEqual(lines[position.line - 1]?.length ?? -1);
      }),
    );
    expect(mapPosition(artifact, 2, 1)).toMatchObject({ file: "index.ts", line: 1 });
  });

  it("stays as it is where there is no source map", async () => {
    const artifact = { ...(await build({ "index.ts": "export default 1;" })), sourceMap: null };
    const stack = `    at f (${bundleFileName(artifact)}:1:1)`;
    expect(mapStack(stack, artifact)).toBe(stack);
  });
});
