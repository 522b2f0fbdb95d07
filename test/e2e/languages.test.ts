/** Functions that are not JavaScript, from a terminal. */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { coldframe, temporaryFolder } from "./coldframe";

const SLOW_MS = 120_000;

describe.each(["hello-assemblyscript", "hello-wat"])("%s", (name) => {
  test(
    "answers as its README says",
    async () => {
      const readme = readFileSync(`build/examples/${name}/README.md`, "utf8");
      expect(readme).toContain(`npx coldframe invoke build/examples/${name} --url '/?name=Ada'`);
      const home = await temporaryFolder();
      const text = await coldframe(["invoke", `build/examples/${name}`, "--url", "/?name=Ada"], { home });
      expect([text.code, text.stdout.includes("Hello, Ada!")]).toEqual([0, true]);
      const header = ["-H", "accept: application/json", "--json"];
      const json = await coldframe(["invoke", `build/examples/${name}`, "--url", "/?name=Ada", ...header], { home });
      expect(JSON.parse(json.stdout)).toMatchObject({ engine: "wasm", response: { body: '{"hello":"Ada"}' } });
    },
    SLOW_MS,
  );
});

test.each([
  ["wrong.as", 'export function handler(): i32 {\n  return "text";\n}\n', "wrong.as:2:10: "],
  ["wrong.wat", "(module\n  (func $f nonsense))\n", "wrong.wat:2:12: "],
  ["wrong.wasm", "no module", "there is no Wasm magic number"],
])(
  "%s does not build: exit code 3, with its place",
  async (name, content, said) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, name), content);
    const { code, stderr, stdout } = await coldframe(["build", join(folder, name)], { home: folder });
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain(said);
  },
  SLOW_MS,
);
