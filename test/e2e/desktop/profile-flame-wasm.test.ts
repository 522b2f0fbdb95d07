import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DevtoolsProfile } from "../../../runtime/profile";
import { assemble } from "../../runtime/wasm/wasm-harness";
import type { Desktop } from "../electron";
import { download, openDesktop, runByName, screenshot } from "../electron";

/** `mostly` does three times as much as `seldom`. */
const SPLIT = `(module
  (func $spin (param $left i32)
    (loop $again (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
  (func $mostly (call $spin (i32.const 1500000)))
  (func $seldom (call $spin (i32.const 500000)))
  (func (export "handler") (call $mostly) (call $seldom)))`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-flame-wasm-"));
  await mkdir(join(folder, "split"));
  // Nothing in it says where it is from.
  await writeFile(join(folder, "split/index.wasm"), assemble(SPLIT));
  desktop = await openDesktop({ workspace: folder });
  page = desktop.page;
  page.setDefaultTimeout(30_000);
  await page.getByRole("treeitem", { name: "split, function" }).click();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function panel() {
  return page.getByRole("region", { name: "Flame graph", exact: true });
}

test("a Wasm function's own functions are frames, by name and by their code", async () => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await runByName(page, "Show Flame Graph");
  await panel().getByRole("textbox", { name: "Warm calls" }).fill("200");
  await panel().getByRole("button", { name: "Sample", exact: true }).click();
  await panel()
    .getByText(/samples, asked for every 100 µs and taken about every [\d,]+ µs, of 200 warm calls/)
    .waitFor();
  await panel().getByText("Samples are V8's own").waitFor();
  const frames = panel().getByRole("slider", { name: "Frames of the flame graph" });
  await frames.focus();
  const reading = async (): Promise<string> => (await frames.getAttribute("aria-valuetext")) ?? "";
  const down: string[] = [];
  for (let depth = 0; depth < 3; depth += 1) {
    await page.keyboard.press("ArrowDown");
    down.push(await reading());
  }
  expect(down[0]).toMatch(/^wasm-function\[3\] · split\.wasm:wasm-function\[3\]:0x[0-9a-f]+: total/);
  // Into the longest call each time.
  expect(down[1]).toMatch(/^mostly · split\.wasm:wasm-function\[1\]:0x[0-9a-f]+: total/);
  expect(down[2]).toMatch(/^spin · split\.wasm:wasm-function\[0\]/);
  expect(await panel().getByRole("button", { name: "Show its source" }).count()).toBe(0);
  await screenshot(page, "profile-flame-wasm-light");
});

test("the samples go to other tools, and the table has them", async () => {
  const file = await download(desktop.app, join(folder, "out.cpuprofile"), () =>
    panel().getByRole("button", { name: ".cpuprofile", exact: true }).click(),
  );
  const devtools = JSON.parse(file.toString()) as DevtoolsProfile;
  expect(devtools.nodes.some(({ callFrame }) => callFrame.functionName === "spin")).toBe(true);
  await panel().getByRole("button", { name: "Table" }).click();
  const table = panel().getByRole("table", { name: "Functions of the handler" });
  expect(await table.getByRole("row").filter({ hasText: "split.wasm:wasm-function[0]" }).count()).toBe(1);
  await runByName(page, "Theme: Dark");
  await page.setViewportSize({ width: 1024, height: 700 });
  await screenshot(page, "profile-flame-wasm-dark-small");
  expect(desktop.problems).toEqual([]);
});

test("its starts have strategies of their own, and no modules to tell apart", async () => {
  const profile = page.getByRole("region", { name: "Profile", exact: true }).last();
  await profile.getByRole("tab", { name: "Starts", exact: true }).click();
  await profile.getByRole("textbox", { name: "Starts of each" }).fill("3");
  await profile.getByRole("button", { name: "Profile", exact: true }).click();
  await profile.getByText("3 starts of each kind, interleaved").waitFor();
  await profile.getByRole("tab", { name: "Modules", exact: true }).click();
  await profile.getByText("A WebAssembly function is one module").waitFor();
  await profile.getByRole("tab", { name: "Strategies", exact: true }).click();
  await profile.getByRole("slider", { name: "Start-up strategies" }).focus();
  expect(await profile.getByRole("slider", { name: "Start-up strategies" }).getAttribute("aria-valuetext")).toMatch(
    /cached module|compiled on demand/,
  );
});
