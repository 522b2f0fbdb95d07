/** How the panels share the window: maximized, in windows of other sizes, and below messages. */
import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { temporaryFolder } from "../coldframe";
import type { Desktop } from "../electron";
import { openDesktop, runByName, screenshot } from "../electron";
import { editorReady } from "./editor-driver";

const EXAMPLES = resolve(import.meta.dirname, "../../../build/examples");

async function openExamples(): Promise<Desktop> {
  const folder = await temporaryFolder();
  for (const name of ["hello", "hello-wat"]) await cp(join(EXAMPLES, name), join(folder, name), { recursive: true });
  const desktop = await openDesktop({ workspace: folder });
  await editorReady(desktop.page);
  return desktop;
}

/** Gives the window another size, and waits until the panels have it. */
async function resizeTo({ app, page }: Desktop, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  await expect.poll(async () => (await page.locator(".docking").boundingBox())?.width).toBe(width);
  const docking = await boxOf(page.locator(".docking"));
  await expect
    .poll(async () => (await page.locator(".dv-split-view-container").first().boundingBox())?.width)
    .toBe(docking.width);
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("it is not shown");
  return box;
}

function heightOf(page: Page, panel: string): Promise<number> {
  return page.locator(`#panel-${panel}`).evaluate((element) => element.getBoundingClientRect().height);
}

test("panels have their share again after one was maximized in a window of another size", async () => {
  await using desktop = await openExamples();
  const { page } = desktop;
  await resizeTo(desktop, 1400, 900);
  const before = { editor: await heightOf(page, "editor"), trace: await heightOf(page, "trace") };
  for (const panel of ["Control+1", "Control+Shift+E"]) {
    await page.keyboard.press(panel);
    await runByName(page, "Maximize Panel");
    await resizeTo(desktop, 1024, 700);
    await resizeTo(desktop, 1400, 900);
    await runByName(page, "Maximize Panel");
    await expect.poll(() => heightOf(page, "trace")).toBeCloseTo(before.trace, -1);
    expect(await heightOf(page, "editor")).toBeCloseTo(before.editor, -1);
  }
  expect(desktop.problems).toEqual([]);
});

test("messages come up above the panels at the bottom, and say what was cancelled", async () => {
  await using desktop = await openExamples();
  const { page } = desktop;
  await resizeTo(desktop, 1024, 700);
  await runByName(page, "Show Comparison of Languages");
  const form = page.getByRole("form", { name: "Compare languages" });
  await form.getByLabel("hello (JavaScript)").check();
  await form.getByLabel("hello-wat (WebAssembly text)").check();
  await form.getByLabel("Starts of each").fill("2000");
  await form.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("button", { name: "Cancel: Comparing languages" }).click();
  const toast = page
    .getByRole("log", { name: "Messages" })
    .getByText("Comparing languages was cancelled before it was done");
  await toast.waitFor();
  const [message, panel] = [await boxOf(page.locator(".toast")), await boxOf(page.locator("#panel-profile"))];
  expect(message.y + message.height).toBeLessThan(panel.y);
  expect(panel.height).toBeGreaterThan(120);
  await screenshot(page, "toast");
  // A panel that has all of the window has the message in its own corner.
  await page.keyboard.press("Control+3");
  await runByName(page, "Maximize Panel");
  await expect.poll(async () => (await boxOf(page.locator(".toast"))).y).toBeGreaterThan(500);
  expect(desktop.problems).toEqual([]);
});
