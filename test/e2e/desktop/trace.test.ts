import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Desktop } from "../electron";
import { download, openDesktop, screenshot } from "../electron";

const SOURCE = `export default {
  async fetch(request: Request) {
    if (new URL(request.url).pathname === "/throw") throw new TypeError("no such plant");
    console.time("grow");
    let sum = 0;
    for (let i = 0; i < 20_000; i++) sum += i;
    console.timeEnd("grow");
    console.warn("grown to", sum);
    return new Response(String(sum));
  },
};
`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-trace-"));
  await mkdir(join(folder, "plants"));
  await writeFile(join(folder, "plants/index.ts"), SOURCE);
  desktop = await openDesktop({ workspace: folder });
  page = desktop.page;
  page.setDefaultTimeout(15_000);
  await page.getByRole("treeitem", { name: "plants, function" }).click();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Calls the function, and waits until the status bar and the console show that very call. */
async function send(path: string, shown: string | RegExp): Promise<void> {
  await page.keyboard.press("Control+Shift+Y");
  await page.getByRole("textbox", { name: "URL", exact: true }).fill(path);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Response", exact: true }).getByText(shown).first().waitFor();
}

function trace() {
  return page.getByRole("region", { name: "Trace", exact: true });
}

/** Whole microseconds of the rows at the top, and the wall time, as the table has them. */
async function tableFigures(): Promise<{ readonly wallUs: number; readonly topUs: number }> {
  const table = trace().getByRole("table").first();
  const caption = await table.locator("caption").innerText();
  const rows = await table.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => {
      const cells = [...(row as unknown as { cells: { innerText: string; style: { paddingLeft: string } }[] }).cells];
      return { padding: cells[0]?.style.paddingLeft ?? "", took: cells[3]?.innerText ?? "" };
    }),
  );
  const microseconds = (text: string): number => Number(/([\d,]+) µs/.exec(text)?.[1]?.replaceAll(",", "") ?? NaN);
  const top = rows.filter(({ padding }) => padding === "8px");
  return { wallUs: microseconds(caption), topUs: top.reduce((sum, { took }) => sum + microseconds(took), 0) };
}

test("a call's spans add up to its wall time, in the picture and in the table behind it", async () => {
  await send("/", "199990000");
  await page.keyboard.press("Control+1");
  const names = await trace()
    .getByRole("treeitem")
    .evaluateAll((all) => all.map((item) => item.ariaLabel ?? ""));
  expect(names.some((name) => name.startsWith("handler: took"))).toBe(true);
  expect(names.some((name) => /^grow: took [\d,]+ µs/.test(name))).toBe(true);
  expect(names.at(-1)).toMatch(/^unaccounted: took/);
  await screenshot(page, "trace");
  await trace().getByRole("button", { name: "Show as a table" }).click();
  const { wallUs, topUs } = await tableFigures();
  expect(topUs).toBe(wallUs);
  await trace().getByRole("button", { name: "Show as a table" }).click();
});

test("keys move between spans and along the time line", async () => {
  const tree = trace().getByRole("tree", { name: "Spans" });
  await tree.focus();
  await page.keyboard.press("End");
  expect(await trace().getByRole("treeitem", { selected: true }).getAttribute("aria-label")).toMatch(/^unaccounted/);
  await page.keyboard.press("Home");
  await page.locator(".trace-tooltip").getByText("of wall").waitFor();
  const fit = trace().getByRole("button", { name: /^Fit/ });
  expect(await fit.isDisabled()).toBe(true);
  await page.keyboard.press("w");
  expect(await fit.isDisabled()).toBe(false);
  await screenshot(page, "trace-zoomed");
  await page.keyboard.press("f");
  expect(await fit.isDisabled()).toBe(true);
  // A range drawn with the mouse.
  const box = await tree.boundingBox();
  if (box === null) throw new Error("the waterfall has no place");
  await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
  await page.mouse.up();
  expect(await fit.isDisabled()).toBe(false);
  await fit.click();
});

test("the picture and the figures leave as files", async () => {
  const save = (button: string, file: string): Promise<Buffer> =>
    download(desktop.app, join(folder, file), () => trace().getByRole("button", { name: button, exact: true }).click());
  expect((await save("CSV", "trace.csv")).toString()).toMatch(/^span,start_us,end_us,took_us,self_us,attributes\r\n/);
  const png = await save("PNG", "trace.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  // Width in pixels: a picture of something.
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);
});

test("a call that failed says how, and two are held against each other", async () => {
  await send("/throw", "no such plant");
  await page.keyboard.press("Control+1");
  await trace().getByText("handler-threw").waitFor();
  await page.keyboard.press("Control+2");
  const list = page.getByRole("grid", { name: /^Calls/ });
  await list.focus();
  // The call that was made last is chosen already.
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Compare two" }).click();
  await trace()
    .getByText(/n = 1 each/)
    .waitFor();
  const handler = trace().getByRole("treeitem", { name: /^handler: A took/ });
  expect(await handler.getAttribute("aria-label")).toMatch(/; B took [\d,]+ µs.*; difference [+−]?[\d.,]+ (µs|ms)/);
  await screenshot(page, "trace-compared");
  const axe = await new AxeBuilder({ page }).setLegacyMode().include(".trace").analyze();
  expect(axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await trace().getByRole("button", { name: "End comparison" }).click();
  expect(desktop.problems).toEqual([]);
});

test("what an older version did is marked once the source is another", async () => {
  await send("/", "199990000");
  await page.keyboard.press("Control+1");
  await trace().getByRole("tree", { name: "Spans" }).waitFor();
  expect(await trace().getByText("older version").count()).toBe(0);
  await writeFile(join(folder, "plants/index.ts"), SOURCE.replace("20_000", "10_000"));
  await trace().getByText("older version").waitFor();
  await page.keyboard.press("Control+2");
  await page
    .getByRole("grid", { name: /^Calls/ })
    .getByTitle(/older than the source is now/)
    .first()
    .waitFor();
  expect(desktop.problems).toEqual([]);
});
