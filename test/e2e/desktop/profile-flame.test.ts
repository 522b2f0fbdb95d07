import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChromeTrace } from "../../../runtime/model";
import type { DevtoolsProfile } from "../../../runtime/profile";
import type { Desktop } from "../electron";
import { download, openDesktop, runByName, screenshot } from "../electron";

const SEEDS = `import { hash } from "./hash";

function sow(rows: number): string {
  return Array.from({ length: rows }, (_, row) => "row " + row).join();
}

export default {
  async fetch(request: Request) {
    if (new URL(request.url).pathname === "/loop") for (;;) hash("x");
    const text = sow(300);
    await new Promise((resolve) => setTimeout(resolve, 2));
    return new Response(String(hash(text)));
  },
};
`;
const HASH = `export function hash(text: string): number {
  let sum = 7;
  for (let turn = 0; turn < 40; turn += 1) {
    for (let at = 0; at < text.length; at += 1) sum = (sum * 31 + text.charCodeAt(at)) | 0;
  }
  return sum;
}
`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-flame-"));
  await mkdir(join(folder, "seeds"));
  await writeFile(join(folder, "seeds/index.ts"), SEEDS);
  await writeFile(join(folder, "seeds/hash.ts"), HASH);
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
  return page.getByRole("region", { name: "Flame graph", exact: true });
}

function frames() {
  return panel().getByRole("slider", { name: "Frames of the flame graph" });
}

async function reading(): Promise<string> {
  return (await frames().getAttribute("aria-valuetext")) ?? "";
}

test("the view says what would fill it, and a wrong number of calls", async () => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await runByName(page, "Show Flame Graph");
  await panel().getByText("The handler was not sampled yet").waitFor();
  await panel().getByRole("textbox", { name: "Warm calls" }).fill("0");
  await panel().getByText("from 1 to 1,000,000, or empty").waitFor();
  expect(await panel().getByRole("button", { name: "Sample", exact: true }).isDisabled()).toBe(true);
});

test("sampling can be ended, and shows what it saw until then", async () => {
  await panel().getByRole("textbox", { name: "Warm calls" }).fill("1000000");
  await panel().getByRole("button", { name: "Sample", exact: true }).click();
  await panel()
    .getByText(/Sampling seeds: [\d,]+ of 1,000,000 calls/)
    .waitFor();
  await panel().getByRole("button", { name: "Cancel" }).click();
  await panel()
    .getByText(/the profile of seeds ended in call \d+: interrupted; what was sampled until then is shown/)
    .waitFor();
});

test("the handler's functions are frames: keys walk among them, go in and out, and open the source", async () => {
  await panel().getByRole("textbox", { name: "Warm calls" }).fill("60");
  await panel().getByRole("button", { name: "Sample", exact: true }).click();
  await panel()
    .getByText(/samples?, about every 100 µs, of 60 warm calls/)
    .waitFor();
  await frames().focus();
  expect(await reading()).toMatch(/^all 60 calls: [\d,]+ µs, of which [\d,]+ µs unaccounted/);
  // Into the longest call each time.
  await page.keyboard.press("ArrowDown");
  expect(await reading()).toMatch(/^fetch · index\.ts:8:3: total/);
  await page.keyboard.press("ArrowDown");
  expect(await reading()).toMatch(/^hash · hash\.ts:1:8: total [\d,]+ µs/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  expect(await reading()).toMatch(/^\(idle\) · waits: timer, fetch, body: total/);
  const search = panel().getByRole("textbox", { name: "Search" });
  await search.fill("hash.ts");
  await panel()
    .getByText(/^\d+\.\d % of the time$/)
    .waitFor();
  await screenshot(page, "profile-flame-light");
  await search.fill("");
  await frames().press("ArrowLeft");
  await frames().press("ArrowDown");
  await frames().press("Enter");
  expect(await panel().getByRole("button", { name: "Back" }).isEnabled()).toBe(true);
  await frames().press("Escape");
  expect(await reading()).toMatch(/^fetch/);
  await frames().press("Escape");
  expect(await panel().getByRole("button", { name: "Back" }).isDisabled()).toBe(true);
  expect(await frames().evaluate((element) => element === document.activeElement)).toBe(true);
  await frames().press("ArrowDown");
  await frames().press("ArrowDown");
  await panel().getByRole("button", { name: "Show its source" }).click();
  await page.getByRole("tab", { name: /hash\.ts/ }).waitFor();
  await page.getByText("Ln 1, Col 8").waitFor();
});

test("the table has every function with self and total, and its line to click", async () => {
  await panel().getByRole("button", { name: "Table" }).click();
  const table = panel().getByRole("table", { name: "Functions of the handler" });
  expect(await table.getByRole("row").filter({ hasText: "hash.ts:1:8" }).count()).toBe(1);
  await table.getByRole("button", { name: /index\.ts:3:1/ }).click();
  await page.getByRole("tab", { name: /index\.ts/ }).waitFor();
  await panel().getByRole("button", { name: "Chart" }).click();
});

test("the samples go to other tools as files", async () => {
  const saved = (button: string): Promise<Buffer> =>
    download(desktop.app, join(folder, button), () =>
      panel().getByRole("button", { name: button, exact: true }).click(),
    );
  const devtools = JSON.parse((await saved(".cpuprofile")).toString()) as DevtoolsProfile;
  expect(devtools.nodes.some(({ callFrame }) => callFrame.functionName === "hash")).toBe(true);
  const trace = JSON.parse((await saved("Trace")).toString()) as ChromeTrace;
  expect(trace.traceEvents.some(({ name }) => name === "sow")).toBe(true);
  expect((await saved("CSV")).toString()).toContain("hash,function,hash.ts,1,8,");
  expect((await saved("PNG")).subarray(1, 4).toString()).toBe("PNG");
});

test("it is readable in the dark and in a small window", async () => {
  await runByName(page, "Theme: Dark");
  await page.keyboard.press("Control+Alt+M");
  await screenshot(page, "profile-flame-dark");
  await page.setViewportSize({ width: 1024, height: 700 });
  await screenshot(page, "profile-flame-small");
});
