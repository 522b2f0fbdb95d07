/** What compilers say of texts that are in no file yet. */
import { afterAll, expect, test } from "vitest";
import { createBuilder } from "../../../../runtime/build";
import { createProject } from "../project";

const SLOW_MS = 60_000;
const builder = createBuilder();
afterAll(() => builder.dispose());

test("WAT: the text counts, and not the file", async () => {
  using project = createProject({ "a.wat": '(module (func (export "handler")))' });
  const file = project.path("a.wat");
  expect(await builder.check(file, new Map())).toEqual([]);
  expect(await builder.check(file, new Map([[file, '(module\n  (func (export "handler") nonsense))']]))).toMatchObject([
    { code: "syntax", location: { file, line: 2, column: 28, lineText: '  (func (export "handler") nonsense))' } },
  ]);
  // As for a build: a module that could not run has no place that is wrong.
  expect(await builder.check(file, new Map([[file, "(module)"]]))).toMatchObject([{ code: "refused-module" }]);
  const built = await builder.build(file);
  expect(built.ok && built.warnings).toEqual([]);
});

test(
  "AssemblyScript: also of a file that another one imports",
  async () => {
    using project = createProject({
      "index.as": 'import { price } from "./price";\nexport function handler(): i32 { return price(); }\n',
      "price.as": "export function price(): i32 { return 1; }\n",
    });
    const [entry, price] = [project.path("index.as"), project.path("price.as")];
    const texts = new Map([[price, 'export function price(): i32 {\n  return "free";\n}\n']]);
    expect(await builder.check(entry, texts)).toMatchObject([
      { code: "compile-error", location: { file: price, line: 2, column: 10, lineText: '  return "free";' } },
    ]);
    expect(await builder.check(entry, new Map())).toEqual([]);
    expect((await builder.build(entry)).ok).toBe(true);
  },
  SLOW_MS,
);

test("languages whose compilers read files alone say nothing, and what is not there says so", async () => {
  using project = createProject({ "index.ts": "export default {};", "main.rs": "fn main() {}" });
  const check = (name: string) => builder.check(project.path(name), new Map());
  expect([await check("index.ts"), await check("main.rs")]).toEqual([null, null]);
  expect(await check("gone.wat")).toMatchObject([{ code: "entry-not-found" }]);
});
