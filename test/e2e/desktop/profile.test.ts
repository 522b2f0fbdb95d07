import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { download, runByName, screenshot } from "../electron";
import type { ProfileDesktop } from "./profile-driver";
import { openProfileDesktop, SEEDS } from "./profile-driver";

let window: ProfileDesktop;
let page: Page;
let panel: Locator;

beforeAll(async () => {
  window = await openProfileDesktop();
  ({ panel } = window);
  ({ page } = window.desktop);
});
afterAll(async () => {
  await window[Symbol.asyncDispose]();
});

function chart(name: string): Locator {
  return panel.getByRole("slider", { name });
}

test("a profile says what would fill it, shows how far it is, and ended at a click shows what was measured", async () => {
  await panel.getByText("The function was not profiled yet").waitFor();
  await panel.getByRole("textbox", { name: "Starts of each" }).fill("0");
  await panel.getByText("from 1 to 2,000, please").waitFor();
  expect(await panel.getByRole("button", { name: "Profile", exact: true }).isDisabled()).toBe(true);
  await panel.getByRole("textbox", { name: "Starts of each" }).fill("2000");
  await page.keyboard.press("Control+Alt+P");
  await panel.getByText(/Profiling seeds: starts, \d+ of 2,000 rounds/).waitFor();
  await panel.getByRole("button", { name: "Cancel" }).click();
  await panel
    .getByText(/The profile of seeds ended in round \d+, at a (cold|prewarmed|warm) start: interrupted; what was/)
    .waitFor();
  expect(await panel.getByRole("button", { name: "Save…" }).isDisabled()).toBe(true);
  await panel.getByRole("table", { name: "Figures of the starts" }).waitFor();
  await window.show("Modules");
  await panel.getByText("The modules were not measured").waitFor();
  await window.show("Saved");
  await panel.getByText("No profile is saved yet").waitFor();
  await window.show("Starts");
});

test("the starts are drawn with their percentiles, on either axis, and are read by keys", async () => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await window.profile(20);
  await panel.getByText("20 starts of each kind, interleaved").waitFor();
  for (const start of ["cold", "prewarmed", "warm"]) {
    await panel.getByRole("row", { name: new RegExp(`^${start} 20 [\\d.]+ (µs|ms|s) `) }).waitFor();
  }
  const starts = chart("Distribution of the starts");
  await starts.focus();
  await page.keyboard.press("Home");
  expect(await starts.getAttribute("aria-valuetext")).toMatch(
    /^cold: \d+ starts? of 20 took from [\d,]+ to [\d,]+ µs$/,
  );
  await page.keyboard.press("ArrowDown");
  expect(await starts.getAttribute("aria-valuetext")).toMatch(/^prewarmed: /);
  await panel.getByRole("combobox", { name: "Axis" }).selectOption("linear");
  await page.keyboard.press("Control+Alt+M");
  await screenshot(page, "profile-starts-linear");
  await panel.getByRole("combobox", { name: "Axis" }).selectOption("logarithmic");
  const spans = chart("Where the time goes");
  await spans.focus();
  await page.keyboard.press("End");
  expect(await spans.getAttribute("aria-valuetext")).toMatch(/^warm, unaccounted: p50 [\d,]+ µs, .* \(n = 20\)$/);
});

test("the picture and every start leave as files, and a table is behind the chart", async () => {
  const figure = panel.getByRole("figure", { name: "Distribution of the starts" });
  const save = (button: string, file: string) =>
    download(window.desktop.app, join(window.folder, file), () =>
      figure.getByRole("button", { name: button, exact: true }).click(),
    );
  const csv = (await save("CSV", "starts.csv")).toString().trimEnd().split("\r\n");
  expect(csv[0]).toMatch(/^start,round,warmsUp,wallUs,executionUs,activeCpuUs,.*spawnUs.*,gcCount,/);
  expect(csv.filter((line) => /^cold,\d+,false,/.test(line))).toHaveLength(20);
  const png = await save("PNG", "starts.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
  await figure.getByRole("button", { name: "Table", exact: true }).click();
  await figure.getByRole("table", { name: "Distribution of the starts, as a table" }).waitFor();
  await figure.getByRole("button", { name: "Chart", exact: true }).click();
});

test("modules are areas of bytes or time, and one of the function's own opens in the editor", async () => {
  await window.show("Modules");
  await panel.getByText(/^Top level: p50 [\d.]+ (µs|ms) of 20 runs/).waitFor();
  const areas = chart("Modules of the bundle");
  await areas.focus();
  await page.keyboard.press("Home");
  expect(await areas.getAttribute("aria-valuetext")).toMatch(/^index\.ts: \d+ bytes, init [\d,]+ µs itself, .* %$/);
  await panel.getByRole("combobox", { name: "What an area stands for" }).selectOption("init");
  const texts: string[] = [];
  for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "End"]) {
    await page.keyboard.press(key);
    await areas.focus();
    texts.push((await areas.getAttribute("aria-valuetext")) ?? "");
  }
  expect(texts.join("\n")).toMatch(/unaccounted: [\d,]+ µs; /);
  await panel.getByRole("combobox", { name: "What an area stands for" }).selectOption("bytes");
  await areas.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: /^names\.ts/, selected: true }).waitFor();
  await page.keyboard.press("Control+3");
});

test("strategies are set side by side, and what a snapshot freezes is named with its line", async () => {
  await window.show("Strategies");
  await panel
    .getByText(/parsed and evaluated: (slower by|faster by|no (verdict|difference))/)
    .first()
    .waitFor();
  await panel.getByRole("button", { name: "index.ts:2" }).click();
  await page.getByText("Ln 2, Col 1").waitFor();
  await page.keyboard.press("Control+3");
});

test.each(["Dark", "High Contrast", "Light"])("in %s every view is as readable", async (theme) => {
  await runByName(page, `Theme: ${theme}`);
  for (const view of ["Modules", "Strategies", "Compare", "Saved", "Starts"]) {
    await window.show(view);
    await screenshot(page, `profile-${view.toLowerCase()}-${theme.toLowerCase().replace(" ", "-")}`);
    const axe = await new AxeBuilder({ page }).setLegacyMode().include(".profile").analyze();
    expect(axe.violations.map(({ id, nodes }) => [view, id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});

async function send(path: string, shown: RegExp | string): Promise<void> {
  await page.keyboard.press("Control+Shift+Y");
  await page.getByRole("textbox", { name: "URL", exact: true }).fill(path);
  await page.keyboard.press("Control+Enter");
  await page.getByText(shown).first().waitFor();
  await page.keyboard.press("Control+3");
}

test("what was measured is marked once the source is another", async () => {
  expect(await panel.getByText("older version").count()).toBe(0);
  await writeFile(join(window.folder, "seeds/index.ts"), SEEDS.replace("no soil", "no soil at all"));
  await panel.getByText("older version").waitFor();
});

test.each([
  ["/throw", "10000", /TypeError: no soil/, /handler-threw: TypeError: no soil( at all)?; what was measured/],
  ["/hoard", "10000", /out-of-memory/, /at a (cold|prewarmed|warm) start: .*memory/],
  ["/loop", "500", /timeout/, /at a (cold|prewarmed|warm) start: deadline: /],
])(
  "a function that fails at %s ends the profile with why, and with the request that was selected",
  async (path, deadlineMs, shown, why) => {
    await page.keyboard.press("Control+Shift+Y");
    await page.getByRole("tab", { name: /^Limits/ }).click();
    await page.getByRole("textbox", { name: "Deadline, ms" }).fill(deadlineMs);
    await send(path, shown);
    await panel.getByText(`GET http://seeds.local${path}`).first().waitFor();
    await window.profile(5);
    await panel.getByText(/The profile of seeds ended in round 1, /).waitFor();
    await panel.getByText(why).waitFor();
    await screenshot(page, `profile-failed-${path.slice(1)}`);
    expect(await panel.getByRole("button", { name: "Save…" }).isDisabled()).toBe(true);
  },
);

test("a source that does not build is said to, with the place", async () => {
  await writeFile(join(window.folder, "seeds/index.ts"), "export default {");
  await window.profile(5);
  await panel.getByText(/seeds was not measured, since its source doesn’t build: .*index\.ts:1/).waitFor();
  expect(window.desktop.problems).toEqual([]);
});
