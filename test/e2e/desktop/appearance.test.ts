/** How the window looks and moves for those who see, move or read otherwise. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../../../preload/contract";
import type { CommandInfo } from "../../../preload/contract";
import type { Desktop } from "../electron";
import { openDesktop, runByName, screenshot } from "../electron";

const PANELS = ["Trace", "History", "Profile", "Cost", "Pool", "Problems"] as const;

let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  desktop = await openDesktop();
  page = desktop.page;
  page.setDefaultTimeout(30_000);
  await page.locator(".monaco-editor .view-line", { hasText: "export default" }).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("200 OK").first().waitFor();
});
afterAll(() => desktop[Symbol.asyncDispose]());

function panel(name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

async function resize(width: number, height: number, zoom: number): Promise<void> {
  await desktop.app.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(size.width, size.height);
      window?.webContents.setZoomFactor(size.zoom);
    },
    { width, height, zoom },
  );
  await expect.poll(() => page.evaluate("innerWidth")).toBeLessThanOrEqual(Math.ceil(width / zoom));
}

/** What axe finds by these rules in what can be seen, some of which it does not ask of itself. */
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withRules(["label-content-name-mismatch", "target-size", "scrollable-region-focusable"])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

test("each panel has its key, which its tab tells", async () => {
  for (const [index, name] of PANELS.entries()) {
    await page.keyboard.press(`Control+${index + 1}`);
    const tab = page.getByRole("tab", { name, exact: true }).first();
    await expect.poll(() => tab.getAttribute("aria-selected")).toBe("true");
    await expect
      .poll(() =>
        page.evaluate(
          (id) => document.getElementById(id)?.contains(document.activeElement),
          `panel-${name.toLowerCase()}`,
        ),
      )
      .toBe(true);
    expect(await page.locator(`[title="${name} (Ctrl+${index + 1})"]`).count()).toBe(1);
  }
});

test("the palette has every command, with the key that the menu has", async () => {
  await page.keyboard.press("Control+Shift+P");
  const options = page.locator("dialog").getByRole("option");
  await options.first().waitFor();
  const shown = await options.allInnerTexts();
  // But for the one that opened it.
  const commands = Object.values<CommandInfo>(COMMANDS).filter(({ title }) => title !== "Command Palette…");
  expect(shown).toHaveLength(commands.length);
  for (const { title, shortcut } of commands) {
    const text = shown.find((one) => one.split("\n")[0] === title) ?? `no “${title}”`;
    const key = shortcut?.replace("CmdOrCtrl", "Ctrl") ?? "";
    if (!text.includes("not available now")) expect(text).toBe(key === "" ? title : `${title}\n${key}`);
  }
  await page.keyboard.press("Escape");
});

test.each([
  ["in a small window", 1024, 700, 1],
  ["at twice the size", 1024, 700, 2],
] as const)(
  "%s names, places and targets are as they should be in every panel",
  async (_where, width, height, zoom) => {
    await resize(width, height, zoom);
    for (const [index] of PANELS.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      expect(await violations()).toEqual([]);
    }
  },
  120_000,
);

test("all panels fit into the smallest window at twice the size", async () => {
  await resize(800, 500, 2);
  const outside = (): Promise<readonly string[]> =>
    page.locator(".dv-groupview, footer").evaluateAll((elements) =>
      elements
        .map((element) => element.getBoundingClientRect())
        .filter(({ right, bottom }) => Math.floor(right) > innerWidth || Math.floor(bottom) > innerHeight)
        .map(({ right, bottom }) => `${right} of ${innerWidth}, ${bottom} of ${innerHeight}`),
    );
  await expect.poll(outside).toEqual([]);
  await screenshot(page, "smallest-twice");
});

test.each(["Dark", "High Contrast"])("a trace can be read at twice the size in %s", async (theme) => {
  await runByName(page, `Theme: ${theme}`);
  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+Alt+M");
  const handler = panel("Trace").getByRole("treeitem", { name: /^handler/ });
  await handler.scrollIntoViewIfNeeded();
  await panel("Trace").getByText("unaccounted").first().waitFor();
  const box = await panel("Trace").getByRole("toolbar").boundingBox();
  expect(box === null ? NaN : box.x + box.width).toBeLessThanOrEqual(512);
  await screenshot(page, `trace-twice-${theme.toLowerCase().replace(" ", "-")}`);
  await page.keyboard.press("Control+Alt+M");
});

test("in the system's own colours what is chosen and what has the focus is still seen", async () => {
  await resize(1024, 700, 1);
  await page.emulateMedia({ forcedColors: "active" });
  await page.keyboard.press("Control+1");
  const outlines = (locator: Locator) => locator.evaluate((one) => getComputedStyle(one).outlineStyle);
  expect(await outlines(page.getByRole("tab", { name: "Trace", exact: true }).first())).toBe("solid");
  expect(await outlines(page.getByRole("tab", { name: "Pool", exact: true }).first())).toBe("none");
  expect(await outlines(page.getByRole("treeitem", { name: "hello, function" }))).toBe("solid");
  expect(await outlines(panel("Response").getByRole("tab", { name: "Body" }))).toBe("solid");
  await page.getByRole("textbox", { name: "URL", exact: true }).focus();
  expect(await outlines(page.getByRole("textbox", { name: "URL", exact: true }))).toBe("double");
  // A key to colours is nothing without them.
  const keys = panel("Trace").locator(".trace-sample");
  expect(await keys.first().evaluate((one) => getComputedStyle(one).forcedColorAdjust)).toBe("none");
  await screenshot(page, "forced-colors");
  await page.emulateMedia({ forcedColors: "none" });
});

test("nothing moves for those who asked for that", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  // A scroll bar that began to fade before keeps its time.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  await page.getByRole("textbox", { name: "URL", exact: true }).fill("/");
  await page.keyboard.press("Control+5");
  await panel("Pool").getByRole("button", { name: "Drain" }).click();
  await page.keyboard.press("Control+Enter");
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1)
      .map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.className ?? "") : "")),
  );
  expect(moving).toEqual([]);
  await panel("Response").getByText("200 OK").first().waitFor();
  expect(desktop.problems).toEqual([]);
});
