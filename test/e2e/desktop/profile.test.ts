import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Desktop } from "../electron";
import { openDesktop, runByName, screenshot } from "../electron";

const SEEDS = `import { names } from "./names";
const born = Date.now();
export default (request: Request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/throw") throw new TypeError("no soil");
  if (pathname === "/loop") for (;;) {}
  if (pathname === "/hoard") { const held = []; for (;;) held.push(new Uint8Array(1024 * 1024).fill(1)); }
  return Response.json({ names, born });
};
`;
const NAMES = `export const names = Array.from({ length: 2000 }, (_, id) => "tomato " + id).sort();\n`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-profile-"));
  await mkdir(join(folder, "seeds"));
  await writeFile(join(folder, "seeds/index.ts"), SEEDS);
  await writeFile(join(folder, "seeds/names.ts"), NAMES);
  desktop = await openDesktop({ workspace: folder });
  page = desktop.page;
  page.setDefaultTimeout(30_000);
  await page.getByRole("treeitem", { name: "seeds, function" }).click();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function panel() {
  return page.getByRole("region", { name: "Profile", exact: true }).last();
}

async function profile(runs: string): Promise<void> {
  await panel().getByRole("textbox", { name: "Starts of each" }).fill(runs);
  await panel().getByRole("button", { name: "Profile", exact: true }).click();
}

test("a profile says what would fill it, shows how far it is, and ended at a click shows what was measured", async () => {
  await page.keyboard.press("Control+3");
  await panel().getByText("The function was not profiled yet").waitFor();
  await panel().getByRole("textbox", { name: "Starts of each" }).fill("0");
  await panel().getByText("from 1 to 2,000, please").waitFor();
  expect(await panel().getByRole("button", { name: "Profile", exact: true }).isDisabled()).toBe(true);
  await profile("2000");
  await panel()
    .getByText(/Profiling seeds: \d+ of 2,\d+ rounds/)
    .waitFor();
  await panel().getByRole("button", { name: "Cancel" }).click();
  await panel()
    .getByText(/The profile of seeds ended in round \d+, at a (cold|prewarmed|warm) start: interrupted; what was/)
    .waitFor();
  expect(await panel().getByRole("button", { name: "Save…" }).isDisabled()).toBe(true);
  await panel().getByRole("table", { name: "Figures of the starts" }).waitFor();
});

test("the starts are drawn with their percentiles, on either axis, and can be read by keys", async () => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await profile("30");
  await panel()
    .getByText(/^30 starts of each kind, interleaved/)
    .waitFor();
  await screenshot(page, "profile-docked");
  await page.keyboard.press("Control+Alt+M");
  await screenshot(page, "profile-starts-light");
  await page.setViewportSize({ width: 1024, height: 700 });
  await screenshot(page, "profile-starts-small");
  await runByName(page, "Theme: Dark");
  await page.setViewportSize({ width: 1400, height: 1500 });
  await screenshot(page, "profile-starts-dark");
});
