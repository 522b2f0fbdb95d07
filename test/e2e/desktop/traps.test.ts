/** A function that traps, in the window: its place is a link into the text, in the response and in the list of problems. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createBuilder, findToolchains } from "../../../runtime/build";
import { temporaryFolder } from "../coldframe";
import { openDesktop, screenshot } from "../electron";
import type { Desktop } from "../electron";
import { editorReady, openInExplorer, problemLines, showProblems, tab } from "./editor-driver";

const PATIENT = { timeout: 60_000 };
const hasClang = (await findToolchains()).some(({ language, found }) => language === "C" && found !== null);

const WAT =
  '(module\n  (func $check (param $amount i32)\n    (if (i32.gt_s (local.get $amount) (i32.const 2))\n      (then unreachable)))\n  (func $handler (export "handler")\n    (call $check (i32.const 6))))\n';
const C =
  "static int check(int amount) {\n  if (amount > 2) __builtin_trap();\n  return amount * 2;\n}\n\nint handler(void) {\n  return check((int)__builtin_wasm_memory_size(0) + 5);\n}\n";

async function openFunction(name: string, text: string): Promise<Desktop> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "price"));
  await writeFile(join(folder, "price", name), text);
  const desktop = await openDesktop({ workspace: folder });
  await editorReady(desktop.page);
  return desktop;
}

const CASES = [
  { name: "index.wat", text: WAT, frames: ["index.wat:4:13", "index.wat:6:6"], skip: false },
  {
    name: "index.c",
    text: C,
    frames: ["index.c:2:19", "index.c:7:10"],
    skip: !hasClang,
  },
];

test.each(CASES.filter(({ skip }) => !skip))(
  "$name",
  async ({ name, text, frames }) => {
    await using desktop = await openFunction(name, text);
    const { page } = desktop;
    await openInExplorer(page, "price, function");
    await tab(page, name).waitFor(PATIENT);
    await page.keyboard.press("ControlOrMeta+Enter");
    const [inner = "", outer = ""] = frames;
    await page.locator(".console-error-message").getByText(`: see ${inner}`).waitFor(PATIENT);
    for (const place of [inner, outer]) await page.getByRole("button", { name: place }).waitFor(PATIENT);
    await page.getByRole("button", { name: outer }).click();
    await expect.poll(() => page.locator(".status-bar").innerText(), PATIENT).toContain(outer.split(":")[1]);
    await screenshot(page, `trap-${name}`);
    await showProblems(page);
    await expect.poll(async () => (await problemLines(page)).join("\n"), PATIENT).toContain(`: see ${inner}`);
    expect(desktop.problems).toEqual([]);
  },
  120_000,
);

test.skipIf(!hasClang)(
  "a ready module's functions have their sources in the inspector",
  async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "source"));
    await writeFile(join(folder, "source/index.c"), C);
    await using builder = createBuilder();
    const built = await builder.build(join(folder, "source"));
    if (!built.ok || built.artifact.debugInfo === null) throw new Error("index.c does not build");
    const { code, debugInfo } = built.artifact;
    await mkdir(join(folder, "ready"));
    await writeFile(join(folder, "ready/index.wasm"), Buffer.concat([code, debugInfo.sections.subarray(8)]));
    await using desktop = await openDesktop({ workspace: folder });
    const { page } = desktop;
    await openInExplorer(page, "ready, function");
    const table = page.locator(".inspector-functions");
    await expect.poll(() => table.innerText(), PATIENT).toContain("index.c:6");
    await page.getByRole("searchbox", { name: "Functions" }).fill("index.c");
    await expect.poll(() => table.getByRole("button").allInnerTexts(), PATIENT).toEqual(["handler"]);
    await page.getByRole("searchbox", { name: "Functions" }).fill("");
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.locator(".inspector-text .view-line").first().waitFor(PATIENT);
    await screenshot(page, "inspector-sources");
    expect(desktop.problems).toEqual([]);
  },
  120_000,
);
