import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WindowApi } from "../../../preload/contract/window-api";
import type { Desktop } from "../electron";
import { openDesktop, runByName, screenshot } from "../electron";

let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  desktop = await openDesktop({});
  page = desktop.page;
  page.setDefaultTimeout(60_000);
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.getByRole("treeitem", { name: "hello, function" }).click();
  await runByName(page, "Show What-if for the Pool");
  await panel().getByRole("textbox", { name: "Starts of each" }).fill("20");
  await panel().getByRole("button", { name: "Profile", exact: true }).click();
  await results()
    .getByText(/^Estimate from /)
    .waitFor();
  await page.keyboard.press("Control+Alt+M");
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
});

function panel() {
  return page.getByRole("region", { name: "Profile", exact: true }).last();
}

function results() {
  return panel().getByRole("region", { name: "What the pool would do" });
}

function slider(name: string) {
  return panel().getByRole("slider", { name, exact: true });
}

function row(label: string) {
  return results().getByRole("row", { name: new RegExp(`^${label} `) });
}

test("with the pool as it is, nothing differs and nothing can be applied", async () => {
  await row("latency p99").getByText("no difference").waitFor();
  expect(await panel().getByRole("button", { name: "Apply to the pool" }).isDisabled()).toBe(true);
  await panel().getByText("now 2 · blank sandboxes").waitFor();
});

test("sliders simulate at once, and say what differs", async () => {
  // A call every ten seconds; nothing is kept ready, and nothing for longer than half a second.
  await slider("Calls per second, mean").fill("3");
  await slider("For").fill("6");
  await slider("Kept ready").fill("0");
  await slider("Keep alive").fill("1");
  await row("cold")
    .getByText(/^higher by /)
    .waitFor();
  await row("memory held")
    .getByText(/^lower by /)
    .waitFor();
  await screenshot(page, "what-if-light");
  await page.setViewportSize({ width: 1024, height: 700 });
  await screenshot(page, "what-if-small");
  await page.setViewportSize({ width: 1400, height: 1500 });
  await runByName(page, "Theme: Dark");
  await screenshot(page, "what-if-dark");
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("each chart can be read by keys, and has a table", async () => {
  const latency = results().getByRole("slider", { name: "Latency" });
  await latency.focus();
  await page.keyboard.press("End");
  await results()
    .getByText(/^within .+: now 100\.0 %, with the sliders 100\.0 %$/)
    .waitFor();
  const figure = results().getByRole("figure", { name: "How the calls start" });
  await figure.getByRole("button", { name: "Table" }).click();
  await figure.getByRole("row", { name: /^cold / }).waitFor();
  await figure.getByRole("button", { name: "Chart" }).click();
});

test("more calls than can be simulated at once are refused in words", async () => {
  await slider("Calls per second, mean").fill("14");
  await results().getByText("Too many calls to simulate at once").waitFor();
  await slider("Calls per second, mean").fill("3");
  await results()
    .getByText(/^Estimate from /)
    .waitFor();
});

test("calls of the history are simulated as they came", async () => {
  await panel().getByRole("combobox", { name: "Calls" }).selectOption({ label: "Recorded calls of this function" });
  await results().getByText("No recorded call of hello").waitFor();
  await page.keyboard.press("Control+Enter");
  await results()
    .getByText(/^Estimate from 6 simulated calls/)
    .waitFor();
});

test("settings that no pool can have are not applied; others are, and then are the pool’s own", async () => {
  await slider("Kept ready").fill("16");
  await panel().getByText("8 sandboxes at most can’t keep 16 ready.").waitFor();
  const apply = panel().getByRole("button", { name: "Apply to the pool" });
  expect(await apply.isDisabled()).toBe(true);
  await slider("Kept ready").fill("3");
  await apply.click();
  await panel().getByText("now 3 · blank sandboxes").waitFor();
  const pool = await page.evaluate(() => (globalThis as unknown as { coldframe: WindowApi }).coldframe.pool());
  expect(pool).toMatchObject({ ok: true, value: { options: { maxPool: 3, idleMs: 500 } } });
  expect(await apply.isDisabled()).toBe(true);
});
