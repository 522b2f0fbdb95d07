import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "vitest";
import { openDesktop, screenshot } from "../electron";

test("the pool shows every sandbox, is prewarmed and drained, and takes sizes that make sense", async () => {
  await using desktop = await openDesktop();
  const { page } = desktop;
  page.setDefaultTimeout(20_000);
  // The window takes keys once it is drawn.
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await page.keyboard.press("Control+5");
  const pool = page.getByRole("region", { name: "Pool", exact: true });
  const says = (text: string) => pool.getByRole("status").getByText(text).waitFor();
  await pool.getByRole("button", { name: "Prewarm 2" }).first().click();
  await pool.getByRole("row", { name: /blank/ }).nth(1).waitFor();

  const sizes = pool.getByRole("button", { name: "Sizes" });
  await sizes.click();
  await pool.getByRole("textbox", { name: "Prewarmed" }).fill("5");
  await pool.getByRole("textbox", { name: "Sandboxes at most" }).fill("3");
  await pool.getByRole("button", { name: "Apply" }).click();
  await pool.getByText(/A pool of 3 sandboxes at most can't keep 5 ready/).waitFor();
  await pool.getByRole("textbox", { name: "Prewarmed" }).fill("three");
  await pool.getByText("a whole number, please").waitFor();
  expect(await pool.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
  await pool.getByRole("textbox", { name: "Prewarmed" }).fill("3");
  await pool.getByRole("button", { name: "Apply" }).click();
  await pool.getByRole("button", { name: "Prewarm 3" }).first().click();
  await says("3 sandboxes, at most 3 of an engine · 0 waiting");

  await page.keyboard.press("Control+Enter");
  await pool.getByRole("row", { name: /bound/ }).first().waitFor();
  // The call that was made is selected, here as everywhere.
  await pool.getByRole("button", { name: /^…[0-9a-f]{8}$/, pressed: true }).waitFor();
  await page.keyboard.press("Control+2");
  await page.getByRole("button", { name: "Delete the chosen call" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await page.keyboard.press("Control+5");

  const moment = pool.getByRole("slider", { name: "Moment of the occupancy" });
  await moment.focus();
  await page.keyboard.press("Home");
  const begin = await moment.getAttribute("aria-valuetext");
  expect(begin).toMatch(/: 0 busy, 0 bound, \d blank, \d starting, 0 waiting$/);
  await page.keyboard.press("End");
  await expect.poll(() => moment.getAttribute("aria-valuetext")).toMatch(/: 0 busy, 1 bound/);
  await screenshot(page, "pool");
  await page.keyboard.press("ArrowLeft");
  await pool.getByRole("button", { name: "Table", exact: true }).click();
  await pool.getByRole("columnheader", { name: "waiting" }).waitFor();
  await pool.getByRole("button", { name: "Chart", exact: true }).click();
  const axe = await new AxeBuilder({ page }).setLegacyMode().include(".pool").analyze();
  expect(axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);

  await pool.getByRole("button", { name: "Drain" }).click();
  await pool.getByText("No sandbox is alive").waitFor();
  await says("0 sandboxes, at most 3 of an engine · 0 waiting");
  expect(desktop.problems).toEqual([]);
});

test("prewarming many is ended at a click, and a call goes ahead of it", async () => {
  await using desktop = await openDesktop();
  const { page } = desktop;
  page.setDefaultTimeout(20_000);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await page.keyboard.press("Control+5");
  const pool = page.getByRole("region", { name: "Pool", exact: true });
  await pool.getByRole("button", { name: "Sizes" }).click();
  await pool.getByRole("textbox", { name: "Sandboxes at most" }).fill("100");
  await pool.getByRole("textbox", { name: "Prewarmed" }).fill("100");
  await pool.getByRole("button", { name: "Apply" }).click();
  await pool.getByRole("button", { name: "Prewarm 100" }).first().click();
  const cancel = page.getByRole("button", { name: "Cancel: Prewarming 100" });
  await cancel.waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("200 OK").first().waitFor();
  await cancel.click();
  await page.getByText("Prewarming 100 was cancelled before it was done").first().waitFor();
  await expect.poll(() => cancel.isVisible()).toBe(false);
  expect(desktop.problems).toEqual([]);
});
