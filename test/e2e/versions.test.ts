import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { VersionsDocument } from "../../main/workbench/profile/versions-document";
import { coldframe, temporaryFolder } from "./coldframe";

/** Takes some milliseconds to load, by itself. */
const BUSY = `const until = performance.now() + 8; while (performance.now() < until);`;
const MEASURE = ["--start", "prewarmed", "--runs", "12"];

test("a function's versions are a line over time, with the change that moved it", async () => {
  const [home, folder] = [await temporaryFolder(), await temporaryFolder()];
  const entry = join(folder, "index.ts");
  const answer = (text: string): string => `export default () => new Response("${text}");\n`;
  await writeFile(entry, answer("one"));
  await coldframe(["invoke", entry], { home });
  await coldframe(["profile", entry, ...MEASURE, "--save", "first"], { home });
  await writeFile(join(folder, "slow.ts"), `export function slow(): string { ${BUSY} return "two"; }\n`);
  await writeFile(entry, `import { slow } from "./slow";\nexport default () => new Response(slow());\n`);
  await coldframe(["profile", folder, ...MEASURE, "--save", "second"], { home });

  const listed = await coldframe(["history", "--entry", entry, "--versions", "--json"], { home });
  const document = JSON.parse(listed.stdout) as VersionsDocument;
  expect(document).toMatchObject({ schema: "coldframe/versions@1", entry });
  const [first, second] = document.versions;
  expect(document.versions).toHaveLength(2);
  expect(first).toMatchObject({ calls: 1, change: null });
  expect(first?.starts.find(({ basis }) => basis === "profile")).toMatchObject({
    start: "prewarmed",
    n: 12,
    step: null,
  });
  expect(first?.starts.some(({ basis, n }) => basis === "calls" && n === 1)).toBe(true);
  const [point] = second?.starts ?? [];
  expect(point).toMatchObject({ basis: "profile", n: 12, step: { against: first?.version, verdict: "slower" } });
  expect(point?.step?.shiftUs).toBeGreaterThan(4000);
  expect(second?.change).toMatchObject({ against: first?.version, files: ["index.ts", "slow.ts"] });
  expect(second?.change?.groups[0]).toMatchObject({ name: "slow.ts", bytes: [0, expect.any(Number)] });
  expect(second?.bytes).toBe((first?.bytes ?? 0) + (second?.change?.bytesBy ?? 0));

  const shown = await coldframe(["history", "--entry", folder, "--versions"], { home });
  expect(shown.stdout).toMatch(
    /: prewarmed starts are slower than [0-9a-f]{12}'s by .*: slow\.ts is new, .*edited index\.ts, slow\.ts/,
  );
});

test.each([
  [["--versions"], "--versions are of one function: say which with --entry"],
  [["--versions", "--entry", "hello", "--outcome", "ok"], "--versions takes no filter but --entry"],
])("history %j is refused in one line", async (args, message) => {
  const run = await coldframe(["history", ...args], { home: await temporaryFolder() });
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain(message);
  expect(run.stderr.trim().split("\n")).toHaveLength(1);
});
